// semaphore: a counter to take from. Nobody owns it, and lockdep never sees it.
//
// Follows kernel/locking/semaphore.c of Linux 6.12, where up() hands the count
// to the first waiter and nobody can overtake it. When a waiter queued cannot
// be seen by others: a taker that comes between up() and the waiter might as
// well have queued before it, and a trylock that fails there have come after
// the waiter was served. So "a count is left, so whoever comes" has the same
// outcomes as the strict queue.
#include "spec/base/contract.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/primitives.h"
#include "spec/semantics/task.h"

namespace picket {
namespace {

constexpr std::int32_t kEintr = -4;

Act take(Run& run, bool interruptible) {
  const ObjectId s = run.object();
  if (auto gone = dead(run, s)) return *gone;
  if (!may_sleep(run)) return run.misuse(Misuse::sleep_in_atomic, s);
  Word& count = run.block(s)[0];
  run.writes(s);
  if (count > 0) {
    --count;
    return run.result(0);
  }
  if (interruptible && signal_pending(run)) return run.result(kEintr);
  Want want;
  want.kind = Want::Kind::count;
  want.object = s;
  want.bounded = interruptible;
  return run.blocked(want);
}

Act try_take(Run& run) {
  const ObjectId s = run.object();
  if (auto gone = dead(run, s)) return *gone;
  Word& count = run.block(s)[0];
  if (count <= 0) {
    run.reads(s);
    return run.result(1);
  }
  run.writes(s);
  --count;
  return run.result(0);
}

Act give(Run& run) {
  const ObjectId s = run.object();
  if (auto gone = dead(run, s)) return *gone;
  if (run.scenario().object(s).mute) return Act::done;
  run.adds(s);
  ++run.block(s)[0];
  return Act::done;
}

}  // namespace

Act run_semaphore(Run& run) {
  switch (run.step().op) {
    case Op::down_: return take(run, false);
    case Op::down_interruptible: return take(run, true);
    case Op::down_trylock: return try_take(run);
    case Op::up_: return give(run);
    default: break;
  }
  PICKET_REQUIRE(false, "an operation on semaphores");
  return Act::blocked;
}

}  // namespace picket
