// Sleeping and waking without a queue: task states, schedule(), signals.
//
// Follows kernel/sched/core.c (__schedule, try_to_wake_up), kernel/signal.c and
// kernel/time/timer.c (schedule_timeout) of Linux 6.12. A task falls asleep by
// having set its state, not by calling schedule(): "asleep" is a state that is
// not TASK_RUNNING, and schedule() returns once it is. So nothing happens when
// it is called, and it is one transition.
#include "spec/base/contract.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/primitives.h"
#include "spec/semantics/step.h"
#include "spec/semantics/wait_queue.h"

namespace picket {
namespace {

// Makes the running task run, for whatever reason.
void wake_self(Run& run, bool spurious) {
  Task t = task(run, run.self);
  if (t.state == TaskState::running) {
    run.reads(run.self);
    return;
  }
  run.writes(run.self);
  t.state = TaskState::running;
  t.set_after_wake = false;
  t.spurious |= spurious;
  set_task(run, run.self, t);
}

// The return from a sleep is ordered against every wake-up of a queue that the
// task may sleep on, also one that comes too late to wake it: so a trace tells
// which wake-ups were in time, and classes are counted as where "queued and
// asleep" is one variable.
void look_at_queues(Run& run) {
  for (const ObjectId queue :
       run.program.layout.sleepers.of_context[run.self.index()])
    run.reads(queue);
}

// All of the time remains for who does not sleep, 1 stands for what remains for
// others; that it sleeps is a transition of its own where this is asked for.
// Alternatives: 0 woken, then time-out, then a wake-up for no reason, as far as
// there are such. A wake-up in the tick of the time-out counts as time-out, so
// that is possible whether or not somebody has woken the task.
Act sleep(Run& run, bool timed) {
  if (!may_sleep(run)) return run.misuse(Misuse::sleep_in_atomic);
  const Operand& timeout = run.operand(0);
  if (timed && timeout.given() && timeout.value == 0) {
    wake_self(run, false);
    return run.result(0);
  }
  const bool may_be_spurious = run.scenario().config.spurious_wakeups;
  run.effect.alternatives = 1 + timed + may_be_spurious;
  if (timed && run.alternative == 1) {
    wake_self(run, false);
    return run.result(0);
  }
  look_at_queues(run);
  run.reads(run.self);
  const Task t = task(run, run.self);
  const bool at_once = stage(run) == 0;
  const bool time_counts =
      timed && timeout.given() && timeout.value > 1 && run.step().into.valid();
  if (time_counts && at_once && asleep(t)) {
    run.effect.alternatives = 1;
    set_stage(run, 1);
    return Act::stay;
  }
  const bool spurious = run.alternative != 0;
  if (asleep(t) ? !spurious || t.spurious : spurious)
    return run.blocked(want_wake_up(queue_of(run.program, run.words, run.self),
                                    timed || t.interruptible()));
  wake_self(run, spurious);
  if (!timed) return run.result(0);
  return run.result(at_once && timeout.given() ? timeout.value : 1);
}

TaskState state_named(std::string_view word) {
  if (word == "TASK_INTERRUPTIBLE") return TaskState::interruptible;
  if (word == "TASK_UNINTERRUPTIBLE") return TaskState::uninterruptible;
  if (word == "TASK_KILLABLE") return TaskState::killable;
  if (word == "TASK_IDLE") return TaskState::idle;
  return TaskState::running;
}

// An interrupt would set that of the task it interrupts.
Act set_state(Run& run) {
  if (in_interrupt(run)) return run.misuse(Misuse::wrong_context);
  const auto word = static_cast<std::size_t>(run.operand(0).value);
  run.writes(run.self);
  Task t = task(run, run.self);
  t.state = state_named(run.scenario().words[word]);
  t.set_after_wake = t.woken_before && t.state != TaskState::running;
  set_task(run, run.self, t);
  return Act::done;
}

// Both leave a mark at a task that has not ended, so they always write.
Act wake_process(Run& run) {
  const ContextId target(run.operand(0).value);
  run.writes(target);
  const bool woken = wake(run, target);
  if (!at_rest(run.program, run.words, target)) {
    Task t = task(run, target);
    t.woken_before = true;
    set_task(run, target, t);
  }
  return run.result(woken ? 1 : 0);
}

Act deliver_signal(Run& run) {
  const ContextId target(run.operand(0).value);
  run.writes(target);
  if (task(run, target).interruptible()) wake(run, target);
  if (at_rest(run.program, run.words, target)) return Act::done;
  Task t = task(run, target);
  t.signal = true;
  set_task(run, target, t);
  return Act::done;
}

}  // namespace

Act run_sleep(Run& run) {
  switch (run.step().op) {
    case Op::schedule: return sleep(run, false);
    case Op::schedule_timeout: return sleep(run, true);
    case Op::set_current_state: return set_state(run);
    case Op::wake_up_process: return wake_process(run);
    case Op::signal_pending: return deliver_signal(run);
    default: break;
  }
  PICKET_REQUIRE(false, "an operation on sleeping tasks");
  return Act::blocked;
}

}  // namespace picket
