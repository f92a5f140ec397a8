// What is there for lockdep only. The annotation policies see these events; the
// state knows nothing of them, except whether an asserted lock or map is held.
//
// Follows include/linux/lockdep.h of Linux 6.12.
#include "spec/base/contract.h"
#include "spec/semantics/holder.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/primitives.h"

namespace picket {
namespace {

// Of a work item's map only the policies know who holds it.
bool is_lock(ObjectType type) {
  switch (type) {
    case ObjectType::mutex:
    case ObjectType::rt_mutex:
    case ObjectType::spinlock_t:
    case ObjectType::raw_spinlock_t:
    case ObjectType::rwlock_t:
    case ObjectType::rw_semaphore:
    case ObjectType::percpu_rw_semaphore:
    case ObjectType::ww_mutex:
    case ObjectType::dma_resv: return true;
    default: return false;
  }
}

// How often this context holds the map; null: nobody asks.
Word* times_held(Run& run) {
  const ObjectId map = run.object();
  const bool asked =
      run.scenario().object(map).type == ObjectType::lockdep_map &&
      run.program.layout.objects[map.index()].size > 0;
  return asked ? run.block(map) + run.self.index() : nullptr;
}

// Only this context itself takes and releases for it: no footprint.
Act assert_held(Run& run) {
  const ObjectId l = run.object();
  if (const Word* times = times_held(run))
    return *times > 0 ? Act::done : run.misuse(Misuse::lock_not_held, l);
  if (!is_lock(run.scenario().object(l).type)) return Act::done;
  if (auto gone = dead(run, l)) return *gone;
  if (!holds(run, l)) return run.misuse(Misuse::lock_not_held, l);
  return Act::done;
}

}  // namespace

Act run_annotation(Run& run) {
  switch (run.step().op) {
    case Op::lockdep_assert_held: return assert_held(run);
    case Op::lock_map_acquire:
    case Op::lock_map_acquire_read:
      if (Word* times = times_held(run)) ++*times;
      return Act::done;
    case Op::lock_map_release:
      if (Word* times = times_held(run); times && *times > 0) --*times;
      return Act::done;
    case Op::might_lock:
    case Op::might_lock_read:
    case Op::lock_sync: return Act::done;
    default: break;
  }
  PICKET_REQUIRE(false, "an annotation");
  return Act::blocked;
}

}  // namespace picket
