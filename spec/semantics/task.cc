#include "spec/semantics/task.h"

#include "spec/semantics/preempt_rt.h"
#include "spec/semantics/rcu.h"

namespace picket {

Task task(const Run& run, ContextId context) {
  const auto at = run.program.layout.contexts[context.index()].task;
  return at < 0 ? Task{} : Task::unpack(run.words[at]);
}

void set_task(Run& run, ContextId context, const Task& task) {
  const auto at = run.program.layout.contexts[context.index()].task;
  if (at >= 0) run.words[at] = task.pack();
}

bool signal_pending(Run& run) {
  if (run.context().task < 0) return false;
  run.reads(run.self);
  return task(run, run.self).signal;
}

bool wake(Run& run, ContextId context, bool interruptible_only) {
  Task t = task(run, context);
  const bool matches = interruptible_only ? t.state == TaskState::interruptible
                                          : t.state != TaskState::running;
  if (!matches) {
    run.reads(context);
    return false;
  }
  run.writes(context);
  t.state = TaskState::running;
  t.set_after_wake = false;
  t.spurious = false;
  set_task(run, context, t);
  return true;
}

void set_atomic(Run& run, const Atomic& to) {
  const auto at = run.context().atomic;
  if (at < 0) return;
  Atomic a = to;
  if (in_hardirq(run)) a.irqs_off = !a.irqs_off;
  run.words[at] = a.pack();
}

bool may_sleep(const Run& run) {
  return !in_interrupt(run) && atomic(run).may_sleep() && rcu_depth(run) == 0 &&
         sleeping_locks(run.program, run.words, run.self) == 0;
}

Spin spin_of(LockForm form, bool sleeping) {
  if (sleeping) return Spin::none;
  switch (form) {
    case LockForm::plain: return Spin::preemption;
    case LockForm::bh: return Spin::bottom_halves;
    case LockForm::irq:
    case LockForm::irqsave: break;
  }
  return Spin::interrupts;
}

std::optional<Act> forbidden_to_disable(Run& run, LockForm form,
                                        ObjectId lock) {
  if (form != LockForm::bh || !in_hardirq(run)) return {};
  return run.misuse(Misuse::wrong_context, lock);
}

std::optional<Act> forbidden_to_enable(Run& run, LockForm form, ObjectId lock) {
  const bool wrong = (form == LockForm::irq && in_hardirq(run)) ||
                     (form == LockForm::bh && atomic(run).irqs_off);
  if (!wrong) return {};
  return run.misuse(Misuse::wrong_context, lock);
}

void disable(Run& run, LockForm form, bool sleeping) {
  Atomic a = atomic(run);
  if (sleeping) {
    if (form == LockForm::bh) ++a.softirq;
    set_atomic(run, a);
    count_sleeping_lock(run, 1);
    return;
  }
  switch (form) {
    case LockForm::plain: break;
    case LockForm::irq: a.irqs_off = true; break;
    case LockForm::irqsave:
      a.saved = ((a.saved << 1) | (a.irqs_off ? 1 : 0)) & 255;
      ++a.saves;
      a.irqs_off = true;
      break;
    case LockForm::bh: ++a.softirq; break;
  }
  ++a.preempt;
  set_atomic(run, a);
}

bool can_disable(const Run& run) {
  const Atomic a = atomic(run);
  return a.preempt < 63 && a.softirq < 63 && a.saves < 8;
}

void enable(Run& run, LockForm form, bool sleeping) {
  if (run.scenario().config.preempt_rt && form == LockForm::bh) {
    enable_bottom_halves(run);
    form = LockForm::plain;
  }
  if (sleeping) return count_sleeping_lock(run, -1);
  Atomic a = atomic(run);
  if (a.preempt > 0) --a.preempt;
  switch (form) {
    case LockForm::plain: break;
    case LockForm::irq: a.irqs_off = false; break;
    case LockForm::irqsave:
      if (a.saves == 0) break;
      a.irqs_off = (a.saved & 1) != 0;
      a.saved >>= 1;
      --a.saves;
      break;
    case LockForm::bh:
      if (a.softirq > 0) --a.softirq;
      break;
  }
  set_atomic(run, a);
}

}  // namespace picket
