// Interrupts, bottom halves and preemption off and on again, and might_sleep().
//
// Follows include/linux/{irqflags,bottom_half,preempt}.h and kernel/softirq.c
// of Linux 6.12. All of it belongs to the running context alone: no footprint
// but the one that step.cc gives to what contexts of the same CPU can tell.
#include "spec/semantics/irq_line.h"
#include "spec/semantics/preempt_rt.h"
#include "spec/semantics/primitives.h"
#include "spec/semantics/task.h"

namespace picket {
namespace {

Act irqs(Run& run, bool off) {
  if (!off)
    if (auto no = forbidden_to_enable(run, LockForm::irq)) return *no;
  Atomic a = atomic(run);
  a.irqs_off = off;
  set_atomic(run, a);
  return Act::done;
}

Act save_irqs(Run& run) {
  if (!can_disable(run)) return Act::limited;
  disable(run, LockForm::irqsave);
  Atomic a = atomic(run);
  --a.preempt;  // that is the lock's, not the interrupts'
  set_atomic(run, a);
  return Act::done;
}

// Restoring what was never saved, or enabling what is not disabled, underflows
// the kernel's counters.
Act restore_irqs(Run& run) {
  Atomic a = atomic(run);
  if (a.saves == 0) return run.misuse(Misuse::wrong_context);
  ++a.preempt;
  set_atomic(run, a);
  enable(run, LockForm::irqsave);
  return Act::done;
}

Act count(Run& run, std::int32_t Atomic::*counter, std::int32_t delta) {
  Atomic a = atomic(run);
  if (delta > 0 && !can_disable(run)) return Act::limited;
  if (delta < 0 && a.*counter == 0) return run.misuse(Misuse::wrong_context);
  a.*counter += delta;
  set_atomic(run, a);
  return Act::done;
}

Act bottom_halves(Run& run, std::int32_t delta) {
  const auto no = delta > 0 ? forbidden_to_disable(run, LockForm::bh)
                            : forbidden_to_enable(run, LockForm::bh);
  if (no) return *no;
  if (delta > 0) return disable_bottom_halves(run);
  if (atomic(run).softirq == 0) return run.misuse(Misuse::wrong_context);
  enable_bottom_halves(run);
  return Act::done;
}

}  // namespace

Act run_context(Run& run) {
  switch (run.step().op) {
    case Op::local_irq_disable: return irqs(run, true);
    case Op::local_irq_enable: return irqs(run, false);
    case Op::local_irq_save: return save_irqs(run);
    case Op::local_irq_restore: return restore_irqs(run);
    case Op::local_bh_disable: return bottom_halves(run, 1);
    case Op::local_bh_enable: return bottom_halves(run, -1);
    case Op::preempt_disable: return count(run, &Atomic::preempt, 1);
    case Op::preempt_enable: return count(run, &Atomic::preempt, -1);
    case Op::might_sleep:
      if (!may_sleep(run)) return run.misuse(Misuse::sleep_in_atomic);
      return Act::done;
    default: return run_irq_line(run);
  }
}

}  // namespace picket
