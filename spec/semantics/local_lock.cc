// local_lock_t: a lock of which every CPU has one.
//
// Follows include/linux/local_lock_internal.h of Linux 6.12. Without PREEMPT_RT
// taking it only turns off preemption, or interrupts, and nobody ever waits for
// it. What is left to find is that an interrupt takes what the task below it
// holds: a debug kernel warns that there is an owner. With PREEMPT_RT it is a
// spinlock_t of the CPU, which tasks of that CPU sleep for.
// Words: the set of contexts that hold it on their CPUs.
#include "spec/base/contract.h"
#include "spec/semantics/cpu.h"
#include "spec/semantics/holder.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/preempt_rt.h"
#include "spec/semantics/primitives.h"
#include "spec/semantics/task.h"

namespace picket {
namespace {

Word bit(ContextId c) { return static_cast<Word>(1u << (c.index() % 32)); }

// Others of the CPU wait for it.
void touch_cpu(Run& run) {
  if (run.own.cpu >= 0) run.effect.footprint.write(run.cpu_location());
}

// Only contexts of this CPU can hold its instance, and they change nothing
// while this one runs: two takers of one lock commute, hence the `adds`.
Act take(Run& run, LockForm form) {
  const ObjectId l = run.object();
  if (auto gone = dead(run, l)) return *gone;
  if (holds(run, l)) return run.misuse(Misuse::recursive_lock, l);
  if (!can_disable(run)) return Act::limited;
  if (auto no = forbidden_to_take(run, l)) return *no;
  const bool sleeps = is_sleeping_lock(run.scenario(), l);
  run.adds(l);
  if (sleeps) touch_cpu(run);
  if (holds_on_this_cpu(run, l)) {
    if (!sleeps) return run.misuse(Misuse::wrong_context, l);
    Want want;
    want.kind = Want::Kind::lock;
    want.object = l;
    return run.blocked(want);
  }
  disable(run, form, sleeps);
  run.block(l)[run.self.index() / 32] |= bit(run.self);
  return Act::done;
}

Act release(Run& run, LockForm form) {
  const ObjectId l = run.object();
  if (auto gone = dead(run, l)) return *gone;
  run.adds(l);
  const bool sleeps = is_sleeping_lock(run.scenario(), l);
  if (sleeps) touch_cpu(run);
  if (!holds(run, l)) return run.misuse(Misuse::unlock_not_held, l);
  if (auto no = forbidden_to_enable(run, form, l)) return *no;
  run.block(l)[run.self.index() / 32] &= ~bit(run.self);
  enable(run, form, sleeps);
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
