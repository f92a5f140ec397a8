#include "spec/semantics/rcu.h"

#include "spec/base/contract.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/grace_period.h"
#include "spec/semantics/preempt_rt.h"
#include "spec/semantics/primitives.h"
#include "spec/semantics/rcu_callback.h"
#include "spec/semantics/srcu.h"
#include "spec/semantics/task.h"

namespace picket {
namespace {

constexpr std::int32_t kDeepest = 255;

// Entering and leaving are the context's own affair; that they show where
// somebody waits for readers is noted by semantics/outward.h.
Act enter(Run& run) {
  if (!run.scenario().config.preempt_rcu) {
    if (!can_disable(run)) return Act::limited;
    Atomic a = atomic(run);
    ++a.preempt;
    set_atomic(run, a);
    return Act::done;
  }
  Word& depth = run.words[run.context().rcu];
  if (rcu_depth(run) == kDeepest) return Act::limited;
  ++depth;
  return Act::done;
}

Act leave(Run& run) {
  if (!run.scenario().config.preempt_rcu) {
    Atomic a = atomic(run);
    if (a.preempt == 0) return run.misuse(Misuse::unlock_not_held);
    --a.preempt;
    set_atomic(run, a);
    return Act::done;
  }
  Word& depth = run.words[run.context().rcu];
  if (rcu_depth(run) == 0) return run.misuse(Misuse::unlock_not_held);
  --depth;
  return Act::done;
}

// The flavours that are made of something else.
Act count(Run& run, std::int32_t Atomic::*counter, std::int32_t delta) {
  Atomic a = atomic(run);
  if (delta > 0 && !can_disable(run)) return Act::limited;
  if (delta < 0 && a.*counter == 0) return run.misuse(Misuse::unlock_not_held);
  a.*counter += delta;
  set_atomic(run, a);
  return Act::done;
}

Act bottom_halves(Run& run, std::int32_t delta) {
  const auto wrong = delta > 0 ? forbidden_to_disable(run, LockForm::bh)
                               : forbidden_to_enable(run, LockForm::bh);
  if (wrong) return *wrong;
  if (delta > 0) return disable_bottom_halves(run);
  if (atomic(run).softirq == 0) return run.misuse(Misuse::unlock_not_held);
  enable_bottom_halves(run);
  return Act::done;
}

}  // namespace

// An interrupt reads from its beginning to its end. A context that has crashed
// in a section never leaves it.
bool reads_rcu(const Program& program, const Word* words, ContextId context) {
  const ContextLayout& at = program.layout.contexts[context.index()];
  const Control c = Control::unpack(words[at.control]);
  if (c.status == Status::idle || c.status == Status::finished) return false;
  if (runs(program.scenario, context) != Runs::as_task) return c.started;
  const Atomic a = atomic(program, words, context);
  return a.in_atomic() || a.irqs_off || (at.rcu >= 0 && words[at.rcu] > 0);
}

std::int32_t rcu_depth(const Run& run) {
  return run.context().rcu < 0 ? 0 : run.words[run.context().rcu] & kDeepest;
}

Act run_rcu(Run& run) {
  switch (run.step().op) {
    case Op::rcu_read_lock: return enter(run);
    case Op::rcu_read_unlock: return leave(run);
    case Op::rcu_read_lock_bh: return bottom_halves(run, 1);
    case Op::rcu_read_unlock_bh: return bottom_halves(run, -1);
    case Op::rcu_read_lock_sched: return count(run, &Atomic::preempt, 1);
    case Op::rcu_read_unlock_sched: return count(run, &Atomic::preempt, -1);
    case Op::synchronize_rcu: return synchronize(run, run.program.layout.rcu);
    case Op::call_rcu: return call_rcu(run);
    case Op::rcu_barrier: return rcu_barrier(run);
    case Op::srcu_read_lock:
    case Op::srcu_read_unlock: return run_srcu(run);
    case Op::synchronize_srcu: return synchronize(run, run.object());
    default: break;
  }
  PICKET_REQUIRE(false, "an operation of RCU");
  return Act::blocked;
}

}  // namespace picket
