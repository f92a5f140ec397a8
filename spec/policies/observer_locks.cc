// Locks and the interrupt state.
//
// Follows include/linux/spinlock_api_smp.h, rwlock_api_smp.h, rwsem.h and
// ww_mutex.h, kernel/locking/mutex.c, and include/linux/irqflags.h of Linux
// 6.12: interrupts go off before the acquire and on after the release.
#include "spec/policies/lock_call.h"
#include "spec/policies/observer.h"

namespace picket {
namespace {

using Form = LockCall::Form;
using Kind = LockCall::Kind;

bool is_nested(Op op) { return facts(op).name.ends_with("_nested"); }
bool is_nest_lock(Op op) { return facts(op).name.ends_with("_nest_lock"); }

bool takes_ww(Op op) {
  switch (op) {
    case Op::ww_mutex_lock:
    case Op::ww_mutex_lock_interruptible:
    case Op::ww_mutex_lock_slow:
    case Op::ww_mutex_lock_slow_interruptible:
    case Op::dma_resv_lock:
    case Op::dma_resv_lock_interruptible:
    case Op::dma_resv_lock_slow:
    case Op::dma_resv_lock_slow_interruptible: return true;
    default: return false;
  }
}

}  // namespace

void Observer::irq_off(Context& c, bool save) {
  if (save) c.flow.saved.push_back(c.flow.irqs_off);
  c.flow.irqs_off = true;
}

void Observer::irq_on(Context& c, StepId id) {
  const bool off = c.flow.irqs_off;
  c.flow.irqs_off = false;
  if (off && c.flow.irqs_on()) lockdep_.irqs_enabled(c.flow, id);
}

void Observer::irq_restore(Context& c, StepId id) {
  const bool was_off = !c.flow.saved.empty() && c.flow.saved.back();
  if (!c.flow.saved.empty()) c.flow.saved.pop_back();
  if (!was_off) irq_on(c, id);
}

bool Observer::lock_attempt(Context& c, const Step& step, StepId id) {
  const LockCall call = lock_call(step.op);
  if (call.kind == Kind::take) {
    const bool sleeps = is_sleeping_lock(step.operands[0].object());
    if (call.form == Form::bh) bh_off(c, id);
    if (call.form == Form::irq && !sleeps) irq_off(c, false);
    if (call.form == Form::irqsave && !sleeps) irq_off(c, true);
    const bool recursive =
        group_of(step.op) == OpGroup::rwlock &&
        (sleeps || c.flow.in_interrupt() || !s_.config.queued_rwlocks);
    const int read = !call.shared ? 0 : recursive ? 2 : 1;
    int subclass = 0;
    if (is_nested(step.op))
      subclass = step.operands[1].given() ? step.operands[1].value : 1;
    const ObjectId nest =
        is_nest_lock(step.op) ? step.operands[1].object() : ObjectId{};
    take(c, step.operands[0].object(), id, read, false, subclass, nest);
    c.flow.preempt += call.spins && !sleeps;
    return true;
  }
  if (call.kind != Kind::none) return true;
  if (takes_ww(step.op)) {
    const ObjectId nest =
        step.operands[1].given() ? step.operands[1].object() : ObjectId{};
    take(c, step.operands[0].object(), id, 0, false, 0, nest);
    return true;
  }
  return group_of(step.op) == OpGroup::ww;
}

bool Observer::lock_done(Context& c, const Step& step, StepId id,
                         const EventFacts& e) {
  const LockCall call = lock_call(step.op);
  const Operand& lock = step.operands[0];
  switch (call.kind) {
    case Kind::take:  // interrupted: it was wanted, and is given up
      if (e.result < 0) drop(c, lock.object(), id);
      return true;
    case Kind::try_: {
      if (e.result != 1) return true;
      const bool sleeps = is_sleeping_lock(lock.object());
      if (call.form == Form::bh) bh_off(c, id);
      if (call.form == Form::irq && !sleeps) irq_off(c, false);
      if (call.form == Form::irqsave && !sleeps) irq_off(c, true);
      const bool recursive =
          group_of(step.op) == OpGroup::rwlock &&
          (sleeps || c.flow.in_interrupt() || !s_.config.queued_rwlocks);
      take(c, lock.object(), id, !call.shared ? 0 : recursive ? 2 : 1, true);
      c.flow.preempt += call.spins && !sleeps;
      return true;
    }
    case Kind::release: {
      drop(c, lock.object(), id);
      const bool sleeps = is_sleeping_lock(lock.object());
      if (call.spins && !sleeps && c.flow.preempt > 0) --c.flow.preempt;
      if (call.form == Form::irq && !sleeps) irq_on(c, id);
      if (call.form == Form::irqsave && !sleeps) irq_restore(c, id);
      if (call.form == Form::bh) bh_on(c, id);
      return true;
    }
    case Kind::downgrade:
      lockdep_.downgrade(c.flow, maps_.of(lock.object()), lock.object());
      return true;
    case Kind::none: break;
  }
  if (takes_ww(step.op)) {
    if (e.result < 0) drop(c, lock.object(), id);
    return true;
  }
  switch (step.op) {
    case Op::ww_acquire_init: take(c, lock.object(), id); return true;
    case Op::ww_acquire_fini: drop(c, lock.object(), id); return true;
    case Op::ww_acquire_done: return true;
    case Op::ww_mutex_trylock:
    case Op::dma_resv_trylock:
      if (e.result == 1)
        take(c, lock.object(), id, 0, true, 0,
             step.operands[1].given() ? step.operands[1].object() : ObjectId{});
      return true;
    case Op::ww_mutex_unlock:
    case Op::dma_resv_unlock: drop(c, lock.object(), id); return true;
    default: return false;
  }
}

}  // namespace picket
