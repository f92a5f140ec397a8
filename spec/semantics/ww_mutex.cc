// ww_mutex_* and dma_resv_*lock: mutexes that transactions take. Without a
// transaction a ww_mutex is a plain mutex, whose waiters nobody can see.
//
// Follows kernel/locking/mutex.c and ww_mutex.h of Linux 6.12.
#include "spec/semantics/ww_mutex.h"

#include "spec/base/contract.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/primitives.h"
#include "spec/semantics/task.h"
#include "spec/semantics/ww_acquire.h"
#include "spec/semantics/ww_context.h"

namespace picket {
namespace {

constexpr std::int32_t kEintr = -4;

Word self_word(const Run& run) { return run.self.value + 1; }

Act lock_alone(Run& run, ObjectId lock, WwForm form) {
  WwLock l = ww_lock(run, lock);
  if (l.owner == self_word(run))
    return run.misuse(Misuse::recursive_lock, lock);
  run.writes(lock);
  if (l.owner == 0) {
    l.owner = self_word(run);
    return run.result(0);
  }
  if (interrupted(run, form)) return run.result(kEintr);
  return wait_for_lock(run, lock, form);
}

Act lock(Run& run, WwForm form) {
  const ObjectId l = run.object();
  if (auto gone = dead(run, l)) return *gone;
  if (!may_sleep(run)) return run.misuse(Misuse::sleep_in_atomic, l);
  const Operand& ctx = run.operand(1);
  if (ctx.given()) return acquire(run, {l, ctx.object(), form});
  // The slow path is what a transaction does after -EDEADLK.
  if (form.slow) return run.misuse(Misuse::ww_misuse, l);
  return lock_alone(run, l, form);
}

Act try_lock(Run& run) {
  const ObjectId l = run.object();
  if (auto gone = dead(run, l)) return *gone;
  if (in_interrupt(run)) return run.misuse(Misuse::wrong_context, l);
  const Operand& ctx = run.operand(1);
  if (ctx.given()) return try_acquire(run, {l, ctx.object(), {}});
  Word& owner = ww_lock(run, l).owner;
  if (owner != 0) {
    run.reads(l);
    return run.result(0);
  }
  run.writes(l);
  owner = self_word(run);
  return run.result(1);
}

Act unlock(Run& run) {
  const ObjectId l = run.object();
  if (auto gone = dead(run, l)) return *gone;
  run.writes(l);
  if (ww_lock(run, l).owner != self_word(run))
    return run.misuse(Misuse::unlock_not_held, l);
  give_back(run, l);
  return Act::done;
}

}  // namespace

Act run_ww(Run& run) {
  switch (run.step().op) {
    case Op::ww_acquire_init: return begin_transaction(run);
    case Op::ww_acquire_done: return close_acquisition(run);
    case Op::ww_acquire_fini: return finish_transaction(run);
    case Op::ww_mutex_lock:
    case Op::dma_resv_lock: return lock(run, {false, false});
    case Op::ww_mutex_lock_interruptible:
    case Op::dma_resv_lock_interruptible: return lock(run, {false, true});
    case Op::ww_mutex_lock_slow:
    case Op::dma_resv_lock_slow: return lock(run, {true, false});
    case Op::ww_mutex_lock_slow_interruptible:
    case Op::dma_resv_lock_slow_interruptible: return lock(run, {true, true});
    case Op::ww_mutex_trylock:
    case Op::dma_resv_trylock: return try_lock(run);
    case Op::ww_mutex_unlock:
    case Op::dma_resv_unlock: return unlock(run);
    default: break;
  }
  PICKET_REQUIRE(false, "an operation on ww_mutexes");
  return Act::blocked;
}

}  // namespace picket
