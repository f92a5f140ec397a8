// local_lock_t: a lock of which every CPU has one.
//
// Follows include/linux/local_lock_internal.h of Linux 6.12 without PREEMPT_RT,
// where taking it only turns off preemption, or interrupts, and nobody ever
// waits for it. What is left to find is that an interrupt takes what the task
// below it holds: a debug kernel warns that there is an owner.
// Words: the set of contexts that hold it on their CPUs.
#include "spec/base/contract.h"
#include "spec/semantics/cpu.h"
#include "spec/semantics/holder.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/primitives.h"
#include "spec/semantics/task.h"

namespace picket {
namespace {

Word bit(ContextId c) { return static_cast<Word>(1u << (c.index() % 32)); }

// Only contexts of this CPU can hold its instance, and they change nothing
// while this one runs: two takers of one lock commute, hence the `adds`.
Act take(Run& run, LockForm form) {
  const ObjectId l = run.object();
  if (auto gone = dead(run, l)) return *gone;
  if (holds(run, l)) return run.misuse(Misuse::recursive_lock, l);
  if (!can_disable(run)) return Act::limited;
  run.adds(l);
  for (const ContextId other : mates(run.program, run.self))
    if (holds(run.program, run.words, l, other))
      return run.misuse(Misuse::wrong_context, l);
  disable(run, form);
  run.block(l)[run.self.index() / 32] |= bit(run.self);
  return Act::done;
}

Act release(Run& run, LockForm form) {
  const ObjectId l = run.object();
  if (auto gone = dead(run, l)) return *gone;
  run.adds(l);
  if (!holds(run, l)) return run.misuse(Misuse::unlock_not_held, l);
  if (auto no = forbidden_to_enable(run, form, l)) return *no;
  run.block(l)[run.self.index() / 32] &= ~bit(run.self);
  enable(run, form);
  return Act::done;
}

}  // namespace

Act run_local_lock(Run& run) {
  switch (run.step().op) {
    case Op::local_lock: return take(run, LockForm::plain);
    case Op::local_lock_irq: return take(run, LockForm::irq);
    case Op::local_unlock: return release(run, LockForm::plain);
    case Op::local_unlock_irq: return release(run, LockForm::irq);
    default: break;
  }
  PICKET_REQUIRE(false, "an operation on local locks");
  return Act::blocked;
}

}  // namespace picket
