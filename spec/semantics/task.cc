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

Atomic atomic(const Program& program, const Word* words, ContextId context) {
  const auto at = program.layout.contexts[context.index()].atomic;
  Atomic a = at < 0 ? Atomic{} : Atomic::unpack(words[at]);
  if (runs(program.scenario, context) == Runs::as_hardirq)
    a.irqs_off = !a.irqs_off;
  return a;
}

Atomic atomic(const Run& run) {
  return atomic(run.program, run.words, run.self);
}

void set_atomic(Run& run, const Atomic& to) {
  const auto at = run.context().atomic;
  if (at < 0) return;
  Atomic a = to;
  if (in_hardirq(run)) a.irqs_off = !a.irqs_off;
  run.words[at] = a.pack();
}

// hrtimers of drivers expire in a softirq there, and an irq_work has a thread
// of its own.
Runs runs(const Scenario& s, ContextId context) {
  const Context& c = s.context(context);
  const bool rt = s.config.preempt_rt;
  switch (c.kind) {
    case ContextKind::task:
    case ContextKind::kthread: break;
    case ContextKind::softirq:
      return rt ? Runs::as_forced_thread : Runs::as_softirq;
    case ContextKind::hardirq:
      if (!rt || !c.threaded) return Runs::as_hardirq;
      if (c.work.valid() && s.object(c.work).type != ObjectType::hrtimer) break;
      return Runs::as_forced_thread;
  }
  return Runs::as_task;
}

bool is_interrupt(const Scenario& s, ContextId context) {
  const Runs how = runs(s, context);
  return how == Runs::as_softirq || how == Runs::as_hardirq;
}

bool in_interrupt(const Run& run) {
  return runs(run.scenario(), run.self) != Runs::as_task;
}

bool in_hardirq(const Run& run) {
  return runs(run.scenario(), run.self) == Runs::as_hardirq;
}

bool is_forced_thread(const Run& run) {
  return runs(run.scenario(), run.self) == Runs::as_forced_thread;
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
