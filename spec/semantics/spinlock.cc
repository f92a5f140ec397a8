// spinlock_t and raw_spinlock_t.
//
// Follows include/linux/spinlock_api_smp.h of Linux 6.12. The lock is fair
// among CPUs, but nothing shows there that a context has begun to spin, so
// "free, so whoever comes" has the same outcomes. Preemption, interrupts and
// bottom halves go off before the spinning; only contexts of the same CPU can
// tell, for which step.cc makes the arrival a transition of its own. With
// PREEMPT_RT a spinlock_t is slept for (preempt_rt.h), and interrupts stay on.
#include "spec/semantics/frame.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/preempt_rt.h"
#include "spec/semantics/primitives.h"
#include "spec/semantics/task.h"

namespace picket {
namespace {

constexpr int kBottomHalvesOff = 1;  // stage, where that comes first

Word self_word(const Run& run) { return run.self.value + 1; }

bool sleeps(const Run& run) {
  return is_sleeping_lock(run.scenario(), run.object());
}

// Of an operation `_bh`, where that is a step of its own.
Act first_bottom_halves(Run& run) {
  const Act act = disable_bottom_halves(run);
  if (act != Act::done) return act;
  set_stage(run, kBottomHalvesOff);
  return Act::stay;
}

Act take(Run& run, LockForm form) {
  const ObjectId l = run.object();
  if (auto gone = dead(run, l)) return *gone;
  Word& owner = run.block(l)[0];
  if (owner == self_word(run)) return run.misuse(Misuse::recursive_lock, l);
  if (!can_disable(run)) return Act::limited;
  if (auto no = forbidden_to_disable(run, form, l)) return *no;
  if (auto no = forbidden_to_take(run, l)) return *no;
  if (takes_bottom_halves_first(run, form)) {
    if (stage(run) != kBottomHalvesOff) return first_bottom_halves(run);
    form = LockForm::plain;
  }
  run.writes(l);
  if (owner != 0) {
    Want want;
    want.kind = Want::Kind::lock;
    want.object = l;
    want.spin = spin_of(form, sleeps(run));
    return run.blocked(want);
  }
  disable(run, form, sleeps(run));
  owner = self_word(run);
  return Act::done;
}

Act try_take(Run& run, LockForm form) {
  const ObjectId l = run.object();
  if (auto gone = dead(run, l)) return *gone;
  if (auto no = forbidden_to_disable(run, form, l)) return *no;
  // Its owner would be the task below the interrupt.
  if (sleeps(run) && in_hardirq(run))
    return run.misuse(Misuse::wrong_context, l);
  const bool first = takes_bottom_halves_first(run, form);
  if (first && stage(run) != kBottomHalvesOff) return first_bottom_halves(run);
  Word& owner = run.block(l)[0];
  if (owner != 0) {
    run.reads(l);
    if (first) enable_bottom_halves(run);
    return run.result(0);
  }
  if (!can_disable(run)) return Act::limited;
  run.writes(l);
  disable(run, first ? LockForm::plain : form, sleeps(run));
  owner = self_word(run);
  return run.result(1);
}

Act release(Run& run, LockForm form) {
  const ObjectId l = run.object();
  if (auto gone = dead(run, l)) return *gone;
  run.writes(l);
  Word& owner = run.block(l)[0];
  if (owner != self_word(run)) return run.misuse(Misuse::unlock_not_held, l);
  if (auto no = forbidden_to_enable(run, form, l)) return *no;
  owner = 0;
  enable(run, form, sleeps(run));
  return Act::done;
}

}  // namespace

Act run_spin(Run& run) {
  switch (run.step().op) {
    case Op::spin_lock:
    case Op::spin_lock_nested:
    case Op::spin_lock_nest_lock:
    case Op::raw_spin_lock:
    case Op::raw_spin_lock_nested:
    case Op::raw_spin_lock_nest_lock: return take(run, LockForm::plain);
    case Op::spin_lock_irq:
    case Op::raw_spin_lock_irq: return take(run, LockForm::irq);
    case Op::spin_lock_irqsave:
    case Op::raw_spin_lock_irqsave: return take(run, LockForm::irqsave);
    case Op::spin_lock_bh:
    case Op::raw_spin_lock_bh: return take(run, LockForm::bh);
    case Op::spin_trylock:
    case Op::raw_spin_trylock: return try_take(run, LockForm::plain);
    case Op::spin_trylock_irq:
    case Op::raw_spin_trylock_irq: return try_take(run, LockForm::irq);
    case Op::spin_trylock_irqsave:
    case Op::raw_spin_trylock_irqsave: return try_take(run, LockForm::irqsave);
    case Op::spin_trylock_bh:
    case Op::raw_spin_trylock_bh: return try_take(run, LockForm::bh);
    case Op::spin_unlock:
    case Op::raw_spin_unlock: return release(run, LockForm::plain);
    case Op::spin_unlock_irq:
    case Op::raw_spin_unlock_irq: return release(run, LockForm::irq);
    case Op::spin_unlock_irqrestore:
    case Op::raw_spin_unlock_irqrestore: return release(run, LockForm::irqsave);
    case Op::spin_unlock_bh:
    case Op::raw_spin_unlock_bh: return release(run, LockForm::bh);
    default: return run_local_lock(run);
  }
}

}  // namespace picket
