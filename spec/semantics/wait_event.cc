// wait_event and its forms: check, then queue, check again, sleep, in a loop.
//
// Follows ___wait_event and prepare_to_wait_event (include/linux/wait.h,
// kernel/sched/wait.c) of Linux 6.12. Coming back from a sleep and queueing
// again is one transition: having been woken is nobody's business before the
// task does something, and it cannot be undone.
#include "spec/base/contract.h"
#include "spec/semantics/evaluate.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/holder.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/preempt_rt.h"
#include "spec/semantics/wait_queue.h"

namespace picket {
namespace {

struct Form {
  TaskState state = TaskState::uninterruptible;
  bool exclusive = false;
  bool timed = false;
  bool locked = false;  // drops a lock while asleep
  bool simple = false;  // on a simple queue
  LockForm lock = LockForm::plain;

  bool interruptible() const { return state != TaskState::uninterruptible; }
};

Form form(Op op) {
  const TaskState interruptible = TaskState::interruptible;
  switch (op) {
    case Op::wait_event_interruptible: return {.state = interruptible};
    case Op::wait_event_killable: return {.state = TaskState::killable};
    case Op::wait_event_timeout: return {.timed = true};
    case Op::wait_event_interruptible_timeout:
      return {.state = interruptible, .timed = true};
    case Op::wait_event_exclusive: return {.exclusive = true};
    case Op::wait_event_interruptible_exclusive:
      return {.state = interruptible, .exclusive = true};
    case Op::wait_event_lock: return {.locked = true};
    case Op::wait_event_lock_irq:
      return {.locked = true, .lock = LockForm::irq};
    case Op::swait_event: return {.exclusive = true, .simple = true};
    default: return {};
  }
}

enum Stage {
  kCheck,           // before anything is queued
  kPrepare,         // queue, set the state
  kFirstRecheck,    // with the state set, if it may time out
  kFinishAtOnce,    // the condition holds, it has not slept
  kRecheck,         // with the state set
  kUnlock,          // the lock forms, before they sleep
  kSleep,           // until somebody wakes the task; then as kPrepare
  kFinish,          // the condition holds
  kLastCheck,       // after the time-out
  kFinishTimedOut,  // the condition did not hold then
  kInterrupted,     // off the queue because of a signal: check once more
};

Act go(Run& run, Stage next) {
  set_stage(run, next);
  return Act::stay;
}

ObjectId the_lock(const Run& run) { return run.object(2); }

bool condition(Run& run) {
  return evaluate(run, run.operand(1).expression()) != 0;
}

// All of the time remains for who does not sleep; 1 stands for what remains
// for others.
std::int32_t whole_time(const Run& run, const Form& f) {
  if (!f.timed) return 0;
  const Operand& timeout = run.operand(2);
  return timeout.given() && timeout.value > 0 ? timeout.value : 1;
}

Act first_check(Run& run, const Form& f) {
  if (auto gone = dead(run, run.object())) return *gone;
  if (f.locked && !holds(run, the_lock(run)))
    return run.misuse(Misuse::lock_not_held, the_lock(run));
  if (!f.locked && !f.simple && !may_sleep(run))
    return run.misuse(Misuse::sleep_in_atomic, run.object());
  const bool true_already = condition(run);
  if (run.effect.misuse) return Act::crashed;
  if (true_already) return run.result(whole_time(run, f));
  // swait_event complains only when it really sleeps.
  if (f.simple && !may_sleep(run))
    return run.misuse(Misuse::sleep_in_atomic, run.object());
  const Operand& timeout = run.operand(2);
  if (f.timed && timeout.given() && timeout.value == 0) return run.result(0);
  return go(run, kPrepare);
}

// With a signal pending the task leaves the queue instead, so that it cannot
// swallow an exclusive wake-up, and gives up unless the condition holds now.
Act prepare(Run& run, const Form& f, Stage next) {
  if (auto gone = dead(run, run.object())) return *gone;
  if (f.interruptible() && signal_pending(run)) {
    unlink(run, run.object());
    return go(run, next == kLastCheck ? next : kInterrupted);
  }
  prepare_to_wait(run, run.object(), f.exclusive, f.state);
  return go(run, next);
}

Act check_again(Run& run, Stage if_true, Stage if_false) {
  const bool is_true = condition(run);
  if (run.effect.misuse) return Act::crashed;
  return go(run, is_true ? if_true : if_false);
}

Act unlock(Run& run, const Form& f) {
  const ObjectId lock = the_lock(run);
  if (auto gone = dead(run, lock)) return *gone;
  const Atomic before = atomic(run);
  const bool sleeps = is_sleeping_lock(run.scenario(), lock);
  const bool irqs_off = before.irqs_off && !in_hardirq(run);
  enable(run, irqs_off ? LockForm::irq : f.lock, sleeps);
  if (!may_sleep(run)) {
    set_atomic(run, before);
    if (sleeps) count_sleeping_lock(run, 1);
    return run.misuse(Misuse::sleep_in_atomic, run.object());
  }
  scratch(run, 0) = irqs_off ? 1 : 0;
  run.writes(lock);
  run.block(lock)[0] = 0;
  run.effect.drops = lock;
  return go(run, kSleep);
}

Act relock(Run& run, const Form& f) {
  const ObjectId lock = the_lock(run);
  if (auto gone = dead(run, lock)) return *gone;
  run.writes(lock);
  const bool sleeps = is_sleeping_lock(run.scenario(), lock);
  const LockForm form = scratch(run, 0) != 0 ? LockForm::irq : f.lock;
  if (run.block(lock)[0] != 0) {
    Want want;
    want.kind = Want::Kind::lock;
    want.object = lock;
    want.spin = spin_of(form, sleeps);
    return run.blocked(want);
  }
  run.block(lock)[0] = run.self.value + 1;
  run.effect.takes = lock;
  scratch(run, 0) = 0;
  disable(run, form, sleeps);
  return go(run, kPrepare);
}

// Alternatives: 0 woken, then time-out, then a wake-up for no reason, as far as
// there are such. The last is a transition of its own: an exclusive wake-up
// that comes before the task is queued again passes it over.
Act sleep(Run& run, const Form& f) {
  const bool may_be_spurious = run.scenario().config.spurious_wakeups;
  run.effect.alternatives = 1 + f.timed + may_be_spurious;
  run.reads(run.self);
  Task t = task(run, run.self);
  const bool sleeps = asleep(t);
  const bool woken = run.alternative == 0;
  const bool times_out = f.timed && run.alternative == 1;
  const bool spurious = !woken && !times_out;
  if (woken == sleeps || (spurious && t.spurious)) {
    Want want = want_wake_up(run.object(), f.timed || f.interruptible());
    want.condition = run.operand(1).expression();
    return run.blocked(want);
  }
  if (woken) return f.locked ? relock(run, f) : prepare(run, f, kRecheck);
  // Nobody counts on a waiter that is not exclusive, so its running for a
  // moment before it queues for the last time is not modelled.
  if (times_out) return prepare(run, f, kLastCheck);
  run.writes(run.self);
  t.state = TaskState::running;
  t.spurious = true;
  set_task(run, run.self, t);
  return Act::stay;
}

Act finish(Run& run, std::int32_t value) {
  if (auto gone = dead(run, run.object())) return *gone;
  finish_wait(run, run.object());
  return run.result(value);
}

// The kernel's way out of an interrupted wait does not touch the queue again.
Act last_chance(Run& run, const Form& f) {
  const bool is_true = condition(run);
  if (run.effect.misuse) return Act::crashed;
  return is_true ? finish(run, f.timed ? 1 : 0) : run.result(-512);
}

}  // namespace

Act run_wait_event(Run& run) {
  const Form f = form(run.step().op);
  switch (static_cast<Stage>(stage(run))) {
    case kCheck: return first_check(run, f);
    case kPrepare: return prepare(run, f, f.timed ? kFirstRecheck : kRecheck);
    case kFirstRecheck: return check_again(run, kFinishAtOnce, kSleep);
    case kFinishAtOnce: return finish(run, whole_time(run, f));
    case kRecheck:
      return check_again(run, kFinish, f.locked ? kUnlock : kSleep);
    case kUnlock: return unlock(run, f);
    case kSleep: return sleep(run, f);
    case kFinish: return finish(run, f.timed ? 1 : 0);
    case kLastCheck: return check_again(run, kFinish, kFinishTimedOut);
    case kFinishTimedOut: return finish(run, 0);
    case kInterrupted: return last_chance(run, f);
  }
  PICKET_REQUIRE(false, "a stage of wait_event");
  return Act::blocked;
}

}  // namespace picket
