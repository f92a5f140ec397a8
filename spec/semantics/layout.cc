#include "spec/semantics/layout.h"

#include <algorithm>
#include <map>
#include <utility>

#include "spec/model/container_code.h"
#include "spec/semantics/block_size.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/holder.h"
#include "spec/semantics/own_interrupts.h"
#include "spec/semantics/reach.h"
#include "spec/semantics/runners.h"

namespace picket {
namespace {

// Which optional words of a context does the text of the scenario need?
struct Needs {
  bool task = false;
  bool atomic = false;
  bool memalloc = false;
  bool rcu = false;
  int sections = 0;
};

Needs needs_of(const Scenario& s) {
  Needs needs;
  needs.task = s.config.spurious_wakeups;
  for (const Step& step : s.steps) {
    switch (group_of(step.op)) {
      case OpGroup::wait_queue: needs.task = true; break;
      case OpGroup::spin:
      case OpGroup::rwlock:
      case OpGroup::context: needs.atomic = true; break;
      case OpGroup::fence:
      case OpGroup::containers:
      case OpGroup::resv: needs.atomic = true; break;
      case OpGroup::rcu:
        needs.atomic = true;
        needs.rcu |=
            step.op == Op::rcu_read_lock || step.op == Op::rcu_read_unlock;
        break;
      case OpGroup::memory: needs.memalloc = true; break;
      case OpGroup::sections:
        needs.sections += step.op == Op::dma_fence_begin_signalling;
        break;
      default: break;
    }
    needs.memalloc |= may_reclaim(step.op) && !s.reclaim.empty();
  }
  needs.rcu &= s.config.preempt_rcu;
  // Who holds a lock that is slept for there is a reader too.
  needs.rcu |= s.config.preempt_rt && needs.atomic;
  return needs;
}

bool is_spin_trylock(Op op) {
  switch (op) {
    case Op::spin_trylock:
    case Op::spin_trylock_irq:
    case Op::spin_trylock_irqsave:
    case Op::spin_trylock_bh:
    case Op::raw_spin_trylock:
    case Op::raw_spin_trylock_irq:
    case Op::raw_spin_trylock_irqsave:
    case Op::raw_spin_trylock_bh: return true;
    default: return false;
  }
}

// Can this object die? Only then is there a word for it.
bool can_die(const Scenario& s, ObjectId id) {
  const Object& o = s.object(id);
  if (o.on_stack_of.valid() || may_be_freed(s, id)) return true;
  for (const Step& step : s.steps) {
    if (step.op == Op::destroy_workqueue && step.operands[0].object() == id)
      return true;
  }
  return false;
}

// The deepest stack a context can need: its body, and below it whatever each
// function can push. Functions that push each other through callbacks are
// followed at most once per fence; semantics/frame.h checks the bound.
class StackDepth {
 public:
  StackDepth(const Scenario& s, const Layout& layout)
      : scenario_(s), layout_(layout), open_(s.functions.size(), 0) {
    for (const Step& step : s.steps)
      if (added_callback(step).valid())
        callbacks_.push_back(added_callback(step));
    std::int32_t fences = 0;
    for (const Object& o : s.objects) {
      if (is_container(o.type)) continue;
      fences += o.type == ObjectType::dma_fence;
      if (o.enable_signaling.valid()) callbacks_.push_back(o.enable_signaling);
      if (o.release.valid()) callbacks_.push_back(o.release);
    }
    std::sort(callbacks_.begin(), callbacks_.end());
    callbacks_.erase(std::unique(callbacks_.begin(), callbacks_.end()),
                     callbacks_.end());
    repeats_ = std::clamp(fences, 1, 4);
    own_ = own_depth();
  }

  std::int32_t of(FunctionId f) {
    if (open_[f.index()] >= repeats_) return 0;
    const auto before = std::make_pair(f, open_);
    if (const auto it = known_.find(before); it != known_.end())
      return it->second;
    ++open_[f.index()];
    std::int32_t deepest = 0;
    for (const Step& step : scenario_.steps) {
      if (step.function != f) continue;
      if (step.op == Op::call_)
        deepest = std::max(deepest, of(FunctionId(step.operands[0].value)));
      if (may_run_callbacks(step.op)) {
        deepest = std::max(deepest, own_);
        for (FunctionId g : callbacks_)
          deepest = std::max(deepest, own_ + of(g));
      }
      if (may_reclaim(step.op))
        for (const ReclaimEntry& r : scenario_.reclaim)
          deepest = std::max(deepest, of(r.function));
    }
    --open_[f.index()];
    return known_[before] = layout_.frames[f.index()].size() + deepest;
  }

 private:
  // Words of the kernel's own frames between two of the scenario's: it enables
  // or polls a container and what is inside, then puts it and what was inside.
  std::int32_t own_depth() const {
    std::int32_t frames = 0, puts = 0;
    for (const Object& o : scenario_.objects) {
      const bool chain = o.type == ObjectType::dma_fence_chain;
      if (o.poll.valid()) frames = std::max(frames, 2);
      if (is_container(o.type)) frames = std::max(frames, chain ? 6 : 3);
      if (o.put.valid()) puts = std::max(puts, 3);
      if (o.put.valid() && chain) puts = 6;
    }
    std::int32_t largest = 0;
    for (std::size_t f = 0; f < scenario_.functions.size(); ++f)
      if (scenario_.functions[f].implicit)
        largest = std::max(largest, layout_.frames[f].size());
    return (frames + puts) * largest;
  }

  const Scenario& scenario_;
  const Layout& layout_;
  std::int32_t own_ = 0;
  std::vector<int> open_;  // per function: how often it is on the way
  std::map<std::pair<FunctionId, std::vector<int>>, std::int32_t> known_;
  std::vector<FunctionId> callbacks_;
  int repeats_ = 1;
};

// Does some step ask that of the kthread?
template <class Matches>
bool is_asked(const Scenario& s, ContextId c, Matches matches) {
  return std::any_of(s.steps.begin(), s.steps.end(), [&](const Step& step) {
    return matches(step) && ContextId(step.operands[0].value) == c;
  });
}

bool gets_requests(const Scenario& s, ContextId c) {
  return is_asked(s, c, [](const Step& step) {
    return step.op == Op::kthread_stop || step.op == Op::kthread_park ||
           step.op == Op::kthread_unpark;
  });
}

bool gives_value(const Scenario& s, ContextId c) {
  return is_asked(s, c, [](const Step& step) {
    return step.op == Op::kthread_stop && step.into.valid();
  });
}

std::vector<FrameLayout> lay_out_frames(const Scenario& s) {
  std::vector<FrameLayout> frames(s.functions.size());
  for (const Step& step : s.steps) {
    std::int32_t& words = frames[step.function.index()].scratch_words;
    words = std::max(words, scratch_words(step.op));
  }
  for (std::size_t f = 0; f < frames.size(); ++f) {
    const auto n = static_cast<std::int32_t>(s.functions[f].locals.size());
    frames[f].local_words = n == 0 ? 0 : (n + 31) / 32 + n;
  }
  return frames;
}

// On top of who armed it, though no CPU is named for that.
bool may_interrupt_somebody(const Scenario& s, ObjectId item) {
  for (std::size_t c = 0; c < s.contexts.size(); ++c)
    if (s.contexts[c].cpu < 0 && may_interrupt(s, item, ContextId(c)))
      return true;
  return false;
}

// Parts of a block that have a location of their own.
void locate_parts(const Scenario& s, ObjectId id, ObjectLayout& at,
                  std::uint32_t& next) {
  const ObjectType type = s.object(id).type;
  const bool fence = type_fits(type, "fence");
  const bool list =
      (fence && at.capacity > 0) || type == ObjectType::dma_resv ||
      type == ObjectType::rcu_state || type == ObjectType::srcu_struct;
  at.list_location = list ? next++ : at.location;
  at.count_location = fence && at.life >= 0 ? next++ : at.location;
  at.watched =
      std::any_of(s.steps.begin(), s.steps.end(), [&](const Step& step) {
        return is_spin_trylock(step.op) && step.operands[0].object() == id;
      });
  if (is_own_interrupt(type)) at.watched = may_interrupt_somebody(s, id);
  if (is_container(type)) {
    at.inside = 4 + at.capacity;
    at.inside_location = next++;
  }
  if (fence)
    at.watched = most_executions(s, Op::dma_fence_init, id) +
                     most_executions(s, Op::dma_fence_array_create, id) +
                     most_executions(s, Op::dma_fence_chain_init, id) +
                     most_executions(s, Op::init_, id) >
                 (s.object(id).initialized ? 0 : 1);
}

bool has_line(const Scenario& s, ContextId c) {
  return std::any_of(s.steps.begin(), s.steps.end(), [&](const Step& step) {
    switch (step.op) {
      case Op::disable_irq:
      case Op::enable_irq:
      case Op::synchronize_irq: return ContextId(step.operands[0].value) == c;
      default: return false;
    }
  });
}

void lay_out_cpus(const Scenario& s, Layout& layout) {
  std::map<std::int32_t, std::vector<ContextId>> pinned;
  for (std::size_t c = 0; c < s.contexts.size(); ++c)
    if (s.contexts[c].cpu >= 0)
      pinned[s.contexts[c].cpu].push_back(ContextId(c));
  for (auto& [number, contexts] : pinned) {
    if (contexts.size() < 2) continue;
    for (const ContextId c : contexts)
      layout.contexts[c.index()].cpu =
          static_cast<std::int32_t>(layout.cpus.size());
    layout.cpus.push_back(
        {number, std::move(contexts), layout.locations++, -1});
  }
}

CpuLayout& cpu_of(const Scenario& s, Layout& layout, ContextId c) {
  std::int32_t& cpu = layout.contexts[c.index()].cpu;
  if (cpu < 0) {
    cpu = static_cast<std::int32_t>(layout.cpus.size());
    layout.cpus.push_back({s.context(c).cpu, {c}, layout.locations++, -1});
  }
  return layout.cpus[static_cast<std::size_t>(cpu)];
}

// A word for the hardirq, one for the softirq that interrupts it (guest.h).
void let_guests_in(CpuLayout& cpu, std::int32_t& next) {
  if (cpu.irq_work < 0) cpu.irq_work = std::exchange(next, next + 2);
}

// An irq_work interrupts the CPU where it was queued.
void lay_out_irq_works(const Scenario& s, Layout& layout, std::int32_t& next) {
  if (std::none_of(s.objects.begin(), s.objects.end(),
                   [](const Object& o) { return has_irq_work(o.type); }))
    return;
  for (std::size_t c = 0; c < s.contexts.size(); ++c) {
    const ObjectId item = s.contexts[c].work;
    if (item.valid() && has_irq_work(s.object(item).type)) continue;
    if (!may_queue_irq_work(s, s.contexts[c].body)) continue;
    let_guests_in(cpu_of(s, layout, ContextId(c)), next);
  }
}

// So do timers and callbacks of RCU.
void lay_out_own_interrupts(const Scenario& s, Layout& layout,
                            std::int32_t& next) {
  for (std::size_t i = 0; i < s.objects.size(); ++i)
    for (std::size_t c = 0; c < s.contexts.size(); ++c)
      if (may_interrupt(s, ObjectId(i), ContextId(c)))
        let_guests_in(cpu_of(s, layout, ContextId(c)), next);
}

// Does the function, or anything it leads to, turn preemption, bottom halves or
// interrupts off, or begin a section?
bool may_read_rcu(const Scenario& s, const Context& c) {
  if (c.kind == ContextKind::softirq || c.kind == ContextKind::hardirq)
    return true;
  const auto steps = steps_from(s, c.body);
  return std::any_of(steps.begin(), steps.end(), [&](StepId id) {
    switch (facts(s.step(id).op).group) {
      case OpGroup::spin:
      case OpGroup::rwlock:
      case OpGroup::fence:
      case OpGroup::containers:
      case OpGroup::resv:
      case OpGroup::rcu:
      case OpGroup::wait_queue:
      case OpGroup::context: return true;
      default: return false;
    }
  });
}

void lay_out_rcu(const Scenario& s, Layout& layout) {
  for (std::size_t i = 0; i < s.objects.size(); ++i) {
    if (s.objects[i].type == ObjectType::rcu_state) layout.rcu = ObjectId(i);
    if (s.objects[i].type == ObjectType::rcu_head)
      layout.rcu_heads.push_back(ObjectId(i));
  }
  if (!layout.rcu.valid()) return;
  for (const Context& c : s.contexts)
    layout.may_read_rcu.push_back(may_read_rcu(s, c));
}

void lay_out_store_buffers(const Scenario& s, Layout& layout) {
  for (std::size_t o = 0; o < s.objects.size(); ++o) {
    if (s.objects[o].type != ObjectType::store_buffer) continue;
    layout.store_buffers.resize(s.contexts.size());
    const Context& owner = s.context(s.objects[o].caller);
    for (std::size_t c = 0; c < s.contexts.size(); ++c)
      if (&owner == &s.contexts[c] ||
          (owner.cpu >= 0 && s.contexts[c].cpu == owner.cpu))
        layout.store_buffers[c] = ObjectId(o);
  }
}

}  // namespace

static void sort_locks(const Scenario& s, Layout& layout) {
  for (std::size_t i = 0; i < s.objects.size(); ++i) {
    switch (lock_words(s.objects[i].type)) {
      case LockWords::none: break;
      case LockWords::owner: layout.owned_locks.push_back(ObjectId(i)); break;
      case LockWords::several: layout.shared_locks.push_back(ObjectId(i));
    }
  }
}

// NOLINTNEXTLINE(readability-function-size): one part after the other.
Layout lay_out(const Scenario& s) {
  Layout layout;
  std::int32_t next = 0;
  const auto take = [&](std::int32_t n) {
    return std::exchange(next, next + n);
  };
  layout.frames = lay_out_frames(s);
  layout.work = queued_work(s);
  layout.runners = runners(s);
  layout.sleepers = sleepers(s, layout.runners);
  layout.containment = containment(s);
  const Needs needs = needs_of(s);
  StackDepth depth(s, layout);
  for (const Context& c : s.contexts) {
    ContextLayout at;
    at.runs = runs(s, ContextId(layout.contexts.size()));
    at.control = take(1);
    if (needs.task) at.task = take(1);
    if (needs.atomic) at.atomic = take(1);
    if (needs.memalloc) at.memalloc = take(1);
    if (needs.rcu) at.rcu = take(1);
    const ContextId id(layout.contexts.size());
    if (has_line(s, id)) at.line = take(1);
    if (gets_requests(s, id)) at.kthread = take(1);
    if (gives_value(s, id)) at.value = take(1);
    if (needs.sections > 0) {
      at.section_capacity = std::min(needs.sections + 2, 16);
      at.sections = take(1 + at.section_capacity);
    }
    at.stack_words = depth.of(c.body);
    at.stack = take(at.stack_words);
    layout.contexts.push_back(at);
    layout.context_location.push_back(layout.locations++);
  }
  lay_out_cpus(s, layout);
  lay_out_irq_works(s, layout, next);
  lay_out_own_interrupts(s, layout, next);
  for (std::size_t i = 0; i < s.objects.size(); ++i) {
    const BlockSize size = block_size(s, layout, ObjectId(i));
    ObjectLayout at;
    at.words = take(size.words);
    at.size = size.words;
    at.capacity = size.capacity;
    if (s.objects[i].stands_for) at.alias = at.words + at.size - 1;
    if (can_die(s, ObjectId(i))) at.life = take(1);
    at.location = layout.locations++;
    locate_parts(s, ObjectId(i), at, layout.locations);
    layout.objects.push_back(at);
  }
  for (std::size_t i = 0; i < s.objects.size(); ++i) {
    const ObjectId lock = s.own_lock(ObjectId(i));
    if (lock.valid())
      layout.objects[lock.index()].life = layout.objects[i].life;
  }
  for (std::size_t k = 0; k < s.classes.size(); ++k) {
    const bool ww =
        std::any_of(s.objects.begin(), s.objects.end(), [&](const Object& o) {
          return o.type == ObjectType::ww_acquire_ctx && o.klass == ClassId(k);
        });
    layout.stamps.push_back(ww ? take(1) : -1);
    layout.stamp_location.push_back(ww ? layout.locations++ : 0);
  }
  sort_locks(s, layout);
  lay_out_rcu(s, layout);
  lay_out_store_buffers(s, layout);
  layout.words = next;
  return layout;
}

std::string cpu_name(const Scenario& s, const CpuLayout& cpu) {
  return cpu.number >= 0 ? "CPU " + std::to_string(cpu.number)
                         : "the CPU of " + s.context(cpu.contexts[0]).name;
}

static bool is_domain(ObjectType type) {
  return type == ObjectType::rcu_state || type == ObjectType::srcu_struct;
}

std::string location_name(const Scenario& s, const Layout& layout,
                          std::uint32_t location) {
  for (std::size_t c = 0; c < s.contexts.size(); ++c)
    if (layout.context_location[c] == location)
      return "thread " + s.contexts[c].name;
  for (const CpuLayout& cpu : layout.cpus)
    if (cpu.location == location) return cpu_name(s, cpu);
  for (std::size_t o = 0; o < s.objects.size(); ++o) {
    const ObjectLayout& at = layout.objects[o];
    const std::string name =
        std::string(facts(s.objects[o].type).name) + " " + s.objects[o].name;
    if (at.location == location) return name;
    if (at.list_location == location)
      return (is_domain(s.objects[o].type) ? "ends in " : "list of ") + name;
    if (at.count_location == location) return "references of " + name;
    if (is_container(s.objects[o].type) && at.inside_location == location)
      return "inside of " + name;
  }
  for (std::size_t k = 0; k < s.classes.size(); ++k)
    if (layout.stamps[k] >= 0 && layout.stamp_location[k] == location)
      return "stamps of " + s.classes[k];
  return "location " + std::to_string(location);
}

}  // namespace picket
