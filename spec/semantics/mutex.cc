// mutex and rt_mutex.
//
// Follows kernel/locking/mutex.c and rtmutex_api.c of Linux 6.12. A release
// wakes the first waiter, but any running task may take the lock before that
// one runs; since nothing shows that a waiter has queued, "free, so whoever
// comes" has the same outcomes, and the queue need not be modelled.
#include "spec/base/contract.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/primitives.h"
#include "spec/semantics/task.h"

namespace picket {
namespace {

Word self_word(const Run& run) { return run.self.value + 1; }

Act take(Run& run, bool interruptible) {
  const ObjectId m = run.object();
  if (auto gone = dead(run, m)) return *gone;
  if (!may_sleep(run)) return run.misuse(Misuse::sleep_in_atomic, m);
  Word& owner = run.block(m)[0];
  if (owner == self_word(run)) return run.misuse(Misuse::recursive_lock, m);
  if (interruptible) run.effect.alternatives = 2;
  if (run.alternative == 1) {
    // A free lock is taken before anybody looks for signals.
    run.reads(m);
    if (owner == 0 || !signal_pending(run)) return run.blocked({});
    return run.result(-4);  // -EINTR
  }
  run.writes(m);
  if (owner != 0) {
    Want want;
    want.kind = Want::Kind::lock;
    want.object = m;
    want.bounded = interruptible;
    return run.blocked(want);
  }
  owner = self_word(run);
  return run.result(0);
}

Act try_take(Run& run) {
  const ObjectId m = run.object();
  if (auto gone = dead(run, m)) return *gone;
  if (in_interrupt(run)) return run.misuse(Misuse::wrong_context, m);
  Word& owner = run.block(m)[0];
  if (owner != 0) {
    run.reads(m);
    return run.result(0);
  }
  run.writes(m);
  owner = self_word(run);
  return run.result(1);
}

Act release(Run& run) {
  const ObjectId m = run.object();
  if (auto gone = dead(run, m)) return *gone;
  run.writes(m);
  Word& owner = run.block(m)[0];
  if (owner != self_word(run)) return run.misuse(Misuse::unlock_not_held, m);
  owner = 0;
  return Act::done;
}

}  // namespace

Act run_mutex(Run& run) {
  switch (run.step().op) {
    case Op::mutex_lock:
    case Op::mutex_lock_nested:
    case Op::mutex_lock_nest_lock:
    case Op::rt_mutex_lock: return take(run, false);
    case Op::mutex_lock_interruptible:
    case Op::mutex_lock_killable: return take(run, true);
    case Op::mutex_trylock:
    case Op::rt_mutex_trylock: return try_take(run);
    case Op::mutex_unlock:
    case Op::rt_mutex_unlock: return release(run);
    default: break;
  }
  PICKET_REQUIRE(false, "an operation on mutexes");
  return Act::blocked;
}

}  // namespace picket
