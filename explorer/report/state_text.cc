#include "explorer/report/state_text.h"

#include "spec/semantics/completion.h"
#include "spec/semantics/cpu.h"
#include "spec/semantics/deferred.h"
#include "spec/semantics/fence.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/grace_period.h"
#include "spec/semantics/holder.h"
#include "spec/semantics/kthread.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/rwlock.h"
#include "spec/semantics/step.h"
#include "spec/semantics/task.h"
#include "spec/semantics/wait_queue.h"

namespace picket {
namespace {

void append(std::string& list, const std::string& item) {
  list += (list.empty() ? "" : ", ") + item;
}

class Reading {
 public:
  Reading(const Program& program, const State& state)
      : program_(program), words_(state.data()) {}

  std::string object(ObjectId o) const {
    if (const char* gone = life_text(o)) return gone;
    switch (scenario().object(o).type) {
      case ObjectType::mutex:
      case ObjectType::rt_mutex:
      case ObjectType::spinlock_t:
      case ObjectType::raw_spinlock_t:
      case ObjectType::ww_mutex:
      case ObjectType::dma_resv:
      case ObjectType::local_lock_t: return lock_text(o);
      case ObjectType::rwlock_t:
      case ObjectType::percpu_rw_semaphore:
      case ObjectType::rw_semaphore: return rw_text(o);
      case ObjectType::semaphore: return "count " + std::to_string(block(o)[0]);
      case ObjectType::int_:
      case ObjectType::atomic_t: return std::to_string(block(o)[0]);
      case ObjectType::completion: return completion_text(o);
      case ObjectType::dma_fence:
      case ObjectType::dma_fence_array:
      case ObjectType::dma_fence_chain: return fence_text(o);
      case ObjectType::swait_queue_head:
      case ObjectType::wait_queue_head: return queue_text(o);
      case ObjectType::rcu_state:
      case ObjectType::srcu_struct: return domain_text(o);
      case ObjectType::rcu_head: return item_text(o, "queued");
      case ObjectType::work_struct:
      case ObjectType::delayed_work:
      case ObjectType::kthread_work:
      case ObjectType::irq_work: return item_text(o, "pending");
      case ObjectType::timer_list:
      case ObjectType::hrtimer: return item_text(o, "armed");
      default: return "";
    }
  }

  std::string context(ContextId c) const {
    switch (status(program_, words_, c)) {
      case Status::idle: return "idle";
      case Status::finished: return "finished";
      case Status::crashed: return "stopped by a misuse or assertion";
      case Status::limited: return "stopped by a limit";
      case Status::running: break;
    }
    if (is_unstarted(c)) return "not started";
    std::string text;
    const ContextLayout& at = program_.layout.contexts[c.index()];
    if (at.task >= 0) add_task(text, Task::unpack(word(at.task)));
    if (at.atomic >= 0)
      add_atomic(text, atomic(program_, words_, c),
                 runs(scenario(), c) == Runs::as_hardirq);
    if (at.line >= 0 && word(at.line) > 0) append(text, "line disabled");
    if (at.kthread >= 0) add_requests(text, c);
    if (at.sections >= 0 && word(at.sections) > 0)
      append(text, "in a signalling section");
    return text.empty() ? "running" : text;
  }

  // Who cannot be replaced there, the interrupting one first.
  std::string cpu(const CpuLayout& cpu) const {
    std::string text;
    for (const std::int32_t guest : {cpu.irq_work, cpu.irq_work + 1})
      if (cpu.irq_work >= 0 && word(guest) != 0)
        text +=
            (text.empty() ? "" : " over ") + name(ContextId(word(guest) - 1));
    for (const Runs wanted :
         {Runs::as_hardirq, Runs::as_softirq, Runs::as_task})
      for (const ContextId c : cpu.contexts) {
        const CpuStanding s = standing(program_, words_, c);
        const Runs how = runs(scenario(), c);
        const bool fits = is_interrupt(scenario(), c) ? how == wanted
                                                      : wanted == Runs::as_task;
        if (fits && (s.serves || s.stays))
          text += (text.empty() ? "" : " over ") + name(c);
      }
    return text.empty() ? "free" : text;
  }

 private:
  // Whether a task without a condition has begun, its steps tell.
  bool is_unstarted(ContextId c) const {
    if (!scenario().context(c).starts.valid() && !is_interrupt(scenario(), c))
      return false;
    const auto at = program_.layout.contexts[c.index()].control;
    return !Control::unpack(word(at)).started;
  }

  const Scenario& scenario() const { return program_.scenario; }
  Word word(std::int32_t at) const { return words_[at]; }
  const Word* block(ObjectId o) const {
    return words_ + program_.layout.objects[o.index()].words;
  }
  const std::string& name(ContextId c) const {
    return scenario().context(c).name;
  }
  std::size_t contexts() const { return scenario().contexts.size(); }

  const char* life_text(ObjectId o) const {
    const std::int32_t at = program_.layout.objects[o.index()].life;
    if (at < 0 || word(at) == 0) return nullptr;
    return static_cast<Life>(word(at)) == Life::off_stack ? "off the stack"
                                                          : "freed";
  }

  std::string lock_text(ObjectId o) const {
    std::string text;
    for (std::size_t c = 0; c < contexts(); ++c)
      if (holds(program_, words_, o, ContextId(c)))
        append(text, name(ContextId(c)));
    return text.empty() ? "free" : "held by " + text;
  }

  std::string rw_text(ObjectId o) const {
    std::string text;
    for (std::size_t i = 0; i < contexts(); ++i) {
      const ContextId c(i);
      if (readers(program_, block(o), c) > 0)
        append(text, "read by " + name(c));
      else if (holds(program_, words_, o, c))
        append(text, "written by " + name(c));
      if (waits_to_write(block(o), c))
        append(text, name(c) + " waits to write");
    }
    return text.empty() ? "free" : text;
  }

  std::string domain_text(ObjectId o) const {
    std::string text;
    for (std::size_t c = 0; c < contexts(); ++c)
      if (is_reading(program_, words_, o, ContextId(c)))
        append(text, "read by " + name(ContextId(c)));
    return text.empty() ? "no readers" : text;
  }

  std::string completion_text(ObjectId o) const {
    const Word done = block(o)[0];
    return done == kCompletedForAll ? "completed for all"
           : done == 0              ? "not completed"
           : done == 1              ? "completed"
                       : "completed " + std::to_string(done) + " times";
  }

  std::string fence_text(ObjectId o) const {
    const Word flags = block(o)[kFenceFlags];
    if (!(flags & kFenceInitialised)) return "not initialised";
    std::string text = flags & kFenceSignaled ? "signalled" : "unsignalled";
    if (!(flags & kFencePublished)) append(text, "not published");
    const Word callbacks = block(o)[kFenceCallbackCount];
    if (callbacks > 0)
      append(text, std::to_string(callbacks) +
                       (callbacks == 1 ? " callback" : " callbacks"));
    if (block(o)[kFenceError] != 0)
      append(text, "error " + std::to_string(block(o)[kFenceError]));
    return text;
  }

  std::string queue_text(ObjectId o) const {
    std::string text;
    for (std::size_t c = 0; c < contexts(); ++c)
      if (queue_of(program_, words_, ContextId(c)) == o)
        append(text, name(ContextId(c)));
    return text.empty() ? "empty" : "queued: " + text;
  }

  std::string item_text(ObjectId o, const std::string& pending) const {
    std::string text;
    if (deferred_pending(program_, words_, o)) append(text, pending);
    if (deferred_running(program_, words_, o)) append(text, "running");
    const bool timer = pending == "armed";
    return !text.empty() ? text : timer ? "not armed" : "not queued";
  }

  void add_requests(std::string& text, ContextId c) const {
    if (stop_requested(program_, words_, c)) append(text, "asked to stop");
    if (is_parked(program_, words_, c))
      append(text, "parked");
    else if (park_requested(program_, words_, c))
      append(text, "asked to park");
  }

  static void add_task(std::string& text, const Task& task) {
    switch (task.state) {
      case TaskState::running: break;
      case TaskState::interruptible: append(text, "TASK_INTERRUPTIBLE"); break;
      case TaskState::uninterruptible:
        append(text, "TASK_UNINTERRUPTIBLE");
        break;
      case TaskState::killable: append(text, "TASK_KILLABLE"); break;
      case TaskState::idle: append(text, "TASK_IDLE"); break;
    }
    if (task.signal) append(text, "signal pending");
  }

  // In a hardirq interrupts are off anyway.
  static void add_atomic(std::string& text, const Atomic& atomic,
                         bool in_hardirq) {
    if (atomic.preempt > 0) append(text, "preemption off");
    if (atomic.softirq > 0) append(text, "bottom halves off");
    if (atomic.irqs_off && !in_hardirq) append(text, "interrupts off");
    switch (atomic.spin) {
      case Spin::none: break;
      case Spin::preemption: append(text, "spins"); break;
      case Spin::bottom_halves:
        append(text, "spins with bottom halves off");
        break;
      case Spin::interrupts: append(text, "spins with interrupts off"); break;
    }
  }

  const Program& program_;
  const Word* words_;
};

}  // namespace

std::vector<StateFact> state_facts(const Program& program, const State& state) {
  const Reading reading(program, state);
  const Scenario& s = program.scenario;
  std::vector<StateFact> out;
  for (std::size_t c = 0; c < s.contexts.size(); ++c)
    out.push_back({s.contexts[c].name, reading.context(ContextId(c))});
  for (const CpuLayout& cpu : program.layout.cpus)
    out.push_back({cpu_name(s, cpu), reading.cpu(cpu)});
  for (std::size_t o = 0; o < s.objects.size(); ++o)
    out.push_back(
        {std::string(facts(s.objects[o].type).name) + " " + s.objects[o].name,
         reading.object(ObjectId(o))});
  return out;
}

std::vector<std::string> state_changes(const Program& program,
                                       const State& before,
                                       const State& after) {
  const std::vector<StateFact> was = state_facts(program, before);
  const std::vector<StateFact> is = state_facts(program, after);
  std::vector<std::string> changes;
  for (std::size_t i = 0; i < is.size(); ++i)
    if (was[i] != is[i])
      changes.push_back(is[i].name + ": " + was[i].text + " -> " + is[i].text);
  return changes;
}

}  // namespace picket
