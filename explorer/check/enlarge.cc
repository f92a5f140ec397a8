#include "explorer/check/enlarge.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>

#include "spec/policies/lock_map.h"

namespace picket {
namespace {

using Kind = Enlarged::Kind;

std::vector<std::int32_t> key_of(Kind kind, std::size_t what = 0,
                                 std::size_t of = 0) {
  return {static_cast<std::int32_t>(kind), static_cast<std::int32_t>(what),
          static_cast<std::int32_t>(of)};
}

// What waits for as long as it takes instead.
std::optional<Op> untimed(Op op) {
  switch (op) {
    case Op::dma_fence_wait_timeout: return Op::dma_fence_wait;
    case Op::dma_fence_wait_any_timeout: return Op::dma_fence_wait_any;
    case Op::wait_for_completion_timeout:
    case Op::wait_for_completion_interruptible_timeout:
    case Op::wait_for_completion_interruptible:
    case Op::wait_for_completion_killable: return Op::wait_for_completion;
    case Op::wait_event_timeout:
    case Op::wait_event_interruptible_timeout:
    case Op::wait_event_interruptible:
    case Op::wait_event_killable: return Op::wait_event;
    default: return std::nullopt;
  }
}

bool brings_about(Op op) {
  switch (op) {
    case Op::dma_fence_signal:
    case Op::dma_fence_signal_locked:
    case Op::complete:
    case Op::complete_all: return true;
    default: return false;
  }
}

bool waits_for_fence(Op op) {
  return op == Op::dma_fence_wait || op == Op::dma_fence_wait_timeout;
}

bool is_interrupt(ContextKind kind) {
  return kind == ContextKind::softirq || kind == ContextKind::hardirq;
}

// An interrupt for which no CPU is named comes in on that of the thread.
void interrupts(const Scenario& s, std::vector<Enlarged>& out) {
  std::int32_t free_cpu = 0;
  for (const Context& c : s.contexts) free_cpu = std::max(free_cpu, c.cpu + 1);
  for (std::size_t h = 0; h < s.thread_count(); ++h)
    for (std::size_t t = 0; t < s.thread_count(); ++t) {
      const Context& handler = s.contexts[h];
      const Context& thread = s.contexts[t];
      const bool fits = is_interrupt(handler.kind) && handler.cpu < 0 &&
                        (!is_interrupt(thread.kind) ||
                         (handler.kind == ContextKind::hardirq &&
                          thread.kind == ContextKind::softirq));
      if (!fits) continue;
      Enlarged e{Kind::interrupt,
                 handler.name + " interrupts the CPU of " + thread.name,
                 key_of(Kind::interrupt, h, t), s};
      const std::int32_t cpu = thread.cpu >= 0 ? thread.cpu : free_cpu;
      e.scenario.contexts[h].cpu = e.scenario.contexts[t].cpu = cpu;
      out.push_back(std::move(e));
    }
}

// What a step waits for, if that is something that happens: not a lock.
bool awaits_event(Op op) {
  switch (op) {
    case Op::wait_for_completion:
    case Op::wait_for_completion_interruptible:
    case Op::wait_for_completion_killable:
    case Op::dma_fence_wait:
    case Op::wait_event:
    case Op::wait_event_interruptible:
    case Op::wait_event_killable:
    case Op::swait_event:
    case Op::flush_work:
    case Op::flush_delayed_work:
    case Op::kthread_flush_work:
    case Op::flush_workqueue: return true;
    default: return false;
  }
}

// Order between contexts that only such a wait makes, and that nothing declares
// to be there always.
void releases(const Scenario& s, std::vector<Enlarged>& out) {
  for (std::size_t i = 0; i < s.steps.size(); ++i) {
    const Step& step = s.steps[i];
    if (!awaits_event(step.op) || step.into.valid() ||
        s.function(step.function).implicit)
      continue;
    Enlarged e{Kind::release,
               describe(s, step) + " in " + s.function(step.function).name +
                   " is over before that has happened",
               key_of(Kind::release, i), s};
    e.scenario.steps[i].op = Op::nop;
    e.scenario.steps[i].operands = {};
    out.push_back(std::move(e));
  }
}

// A copy of the function's steps in which nothing is signalled: the copy must
// not help anybody.
FunctionId copy_body(Scenario& s, FunctionId id) {
  std::map<StepId, StepId> copies;
  const std::size_t n = s.steps.size();
  for (std::size_t i = 0; i < n; ++i)
    if (s.steps[i].function == id)
      copies[StepId(i)] = StepId(n + copies.size());
  const auto moved = [&](StepId step) {
    const auto it = copies.find(step);
    return it == copies.end() ? step : it->second;
  };
  const FunctionId copy(s.functions.size());
  for (const auto& [from, to] : copies) {
    Step step = s.steps[from.index()];
    step.next = moved(step.next);
    step.other = moved(step.other);
    for (StepId& branch : step.branches) branch = moved(branch);
    step.function = copy;
    // Each caller of call_rcu has a queue of its own, which a copy has not.
    if (brings_about(step.op) || step.op == Op::call_rcu) {
      step.op = Op::nop;
      step.operands = {};
    }
    s.steps.push_back(std::move(step));
  }
  Function f = s.functions[id.index()];
  f.entry = moved(f.entry);
  s.functions.push_back(std::move(f));
  return copy;
}

// Threads come before workers, and a step names a thread by its number.
void add_copy(Scenario& s, std::size_t thread) {
  Context copy = s.contexts[thread];
  copy.name += "'";
  copy.daemon = true;
  copy.body = copy_body(s, copy.body);
  const std::size_t at = s.thread_count();
  s.contexts.insert(s.contexts.begin() + static_cast<std::ptrdiff_t>(at), copy);
}

void copies(const Scenario& s, std::vector<Enlarged>& out) {
  const std::size_t threads = s.thread_count();
  for (std::size_t t = 0; t < threads; ++t) {
    Enlarged e{Kind::copy, "another copy of " + s.contexts[t].name + " runs",
               key_of(Kind::copy, t), s};
    add_copy(e.scenario, t);
    out.push_back(std::move(e));
  }
  if (threads < 2 || threads > 4) return;
  Enlarged all{Kind::copy, "another copy of every thread runs",
               key_of(Kind::copy, threads), s};
  for (std::size_t t = 0; t < threads; ++t) add_copy(all.scenario, t);
  out.push_back(std::move(all));
}

// Does the step belong to the copy of a thread? It would wait for what the
// original signals: for itself.
bool is_copied(const Scenario& s, const Step& step) {
  return std::any_of(s.contexts.begin(), s.contexts.end(),
                     [&](const Context& c) {
                       return c.body == step.function && c.name.ends_with("'");
                     });
}

void interchange(const Scenario& s, bool alike, std::vector<Enlarged>& out) {
  for (std::size_t i = 0; i < s.steps.size(); ++i) {
    if (!waits_for_fence(s.steps[i].op) || is_copied(s, s.steps[i])) continue;
    const ObjectId waited = s.steps[i].operands[0].object();
    const Object& f = s.object(waited);
    for (std::size_t o = 0; o < s.objects.size(); ++o) {
      const Object& g = s.objects[o];
      if (ObjectId(o) == waited || g.type != f.type ||
          (g.klass != f.klass && !alike) || g.timeline == f.timeline)
        continue;
      // Nobody waits for what it signals itself.
      const bool own =
          std::any_of(s.steps.begin(), s.steps.end(), [&](const Step& step) {
            return step.function == s.steps[i].function &&
                   brings_about(step.op) &&
                   step.operands[0].value == static_cast<std::int32_t>(o);
          });
      if (own) continue;
      Enlarged e{Kind::interchange,
                 "who waits for " + f.name + " may wait for " + g.name,
                 key_of(Kind::interchange, i, o), s};
      e.scenario.steps[i].operands[0].value = static_cast<std::int32_t>(o);
      out.push_back(std::move(e));
    }
  }
}

bool uses(const Step& step, ObjectId object) {
  return std::any_of(
      step.operands.begin(), step.operands.end(), [&](const Operand& o) {
        return o.kind == Operand::Kind::object && o.object() == object;
      });
}

// The function's instance of the lock becomes one of its own.
void split_for(Scenario& s, ObjectId lock, FunctionId function) {
  Object copy = s.object(lock);
  copy.name += "'";
  const auto other = static_cast<std::int32_t>(s.objects.size());
  for (Step& step : s.steps) {
    if (step.function != function) continue;
    for (Operand& operand : step.operands)
      if (operand.kind == Operand::Kind::object && operand.object() == lock)
        operand.value = other;
  }
  s.objects.push_back(std::move(copy));
}

// One context's instance of a lock is not the other's; then, nobody's is
// another's.
void split_gates(const Scenario& s, const std::vector<std::string>& classes,
                 std::vector<Enlarged>& out) {
  std::vector<Enlarged> last;
  const LockMaps maps(s);
  for (std::size_t o = 0; o < s.objects.size(); ++o) {
    const MapId map = maps.of(ObjectId(o));
    const std::string name = map.valid() ? maps[map].name : "";
    const bool gate =
        type_fits(s.objects[o].type, "lock") && !name.empty() &&
        !s.objects[o].implicit &&
        std::find(classes.begin(), classes.end(), name) == classes.end();
    if (!gate) continue;
    std::vector<FunctionId> users;
    for (std::size_t f = 0; f < s.functions.size(); ++f)
      if (std::any_of(s.steps.begin(), s.steps.end(), [&](const Step& step) {
            return step.function == FunctionId(f) && uses(step, ObjectId(o));
          }))
        users.push_back(FunctionId(f));
    if (users.size() < 2) continue;
    for (const FunctionId f : users) {
      Enlarged e{Kind::split,
                 "the " + s.objects[o].name + " that " + s.function(f).name +
                     " takes is another instance",
                 key_of(Kind::split, o, f.index()), s};
      split_for(e.scenario, ObjectId(o), f);
      out.push_back(std::move(e));
    }
    if (users.size() < 3) continue;
    Enlarged all{Kind::split,
                 "each " + s.objects[o].name + " is another instance",
                 key_of(Kind::split, o, s.functions.size()), s};
    for (std::size_t u = 1; u < users.size(); ++u)
      split_for(all.scenario, ObjectId(o), users[u]);
    last.push_back(std::move(all));
  }
  std::move(last.begin(), last.end(), std::back_inserter(out));
}

void no_time_out(const Scenario& s, std::vector<Enlarged>& out) {
  Enlarged e{Kind::no_time_out, "no wait times out or is interrupted",
             key_of(Kind::no_time_out), s};
  bool any = false;
  for (Step& step : e.scenario.steps)
    if (const auto op = untimed(step.op)) {
      step.op = *op;
      const std::size_t keep = *op == Op::wait_event ? 2 : 1;
      for (std::size_t k = keep; k < step.operands.size(); ++k)
        step.operands[k] = {};
      any = true;
    }
  if (any) out.push_back(std::move(e));
}

}  // namespace

std::vector<Enlarged> enlargements(const Scenario& scenario,
                                   const std::vector<std::string>& classes,
                                   bool fences_alike) {
  std::vector<Enlarged> out;
  interrupts(scenario, out);
  copies(scenario, out);
  releases(scenario, out);
  interchange(scenario, fences_alike, out);
  split_gates(scenario, classes, out);
  no_time_out(scenario, out);
  return out;
}

std::vector<Enlarged> enlarged_twice(const Enlarged& once,
                                     const std::vector<std::string>& classes,
                                     bool fences_alike) {
  std::vector<Enlarged> out =
      enlargements(once.scenario, classes, fences_alike);
  std::erase_if(out, [&](const Enlarged& e) { return e.kind <= once.kind; });
  for (Enlarged& e : out) {
    e.assumption = once.assumption + " and " + e.assumption;
    e.key.insert(e.key.begin(), once.key.begin(), once.key.end());
  }
  return out;
}

}  // namespace picket
