// dma_resv_reserve_fences: room for more fences, while the lock is held.
//
// Follows drivers/dma-buf/dma-resv.c of Linux 6.12. Where there is no room yet
// it allocates and copies the list without the fences that are signalled (it
// polls each), whose references it then drops. The kernel rounds the room up;
// here it is exactly what was asked for, since nobody may rely on more. What
// runs on the way may drop the lock: each look at the list asks for it again.
#include <algorithm>

#include "spec/semantics/fence.h"
#include "spec/semantics/fence_refcount.h"
#include "spec/semantics/fence_signal.h"
#include "spec/semantics/reclaim.h"
#include "spec/semantics/resv.h"

namespace picket {
namespace {

constexpr Allocation kNewList{
    .gfp = Gfp::kernel, .stage = static_cast<int>(FenceStage::allocating)};

Word asked_for(const Run& run) {
  return run.operand(1).given() ? run.operand(1).value : 1;
}

// Takes entry i off the list. It stands behind the last one until its reference
// is dropped; the last one taken off stands first there, as in the kernel.
void take_off(ResvFences& fences, Word i) {
  Word* at = fences.entries + i;
  std::rotate(at, at + 1, fences.entries + fences.count);
  --fences.count;
}

// Drops the references of those behind the last one, nearest first.
Act drop_taken(Run& run) {
  if (auto no = not_locked(run, run.object())) return *no;
  const ResvFences fences = resv_fences(run, run.object());
  writes_fences(run, run.object());
  Word& fence = scratch(run, 1);
  if (is_releasing(run))
    if (auto act = finish_release(run, ObjectId(fence))) return *act;
  Word* end = fences.entries + fences.capacity;
  Word* tail = fences.entries + fences.count;
  while (tail != end && *tail != 0) {
    fence = fences[fences.count].fence.value;
    std::move(tail + 1, end, tail);
    *(end - 1) = 0;
    set_stage(run, FenceStage::dropping);
    if (auto act = drop_reference(run, ObjectId(fence))) return *act;
  }
  return run.result(0);
}

// From entry scratch(1) on.
Act sift(Run& run) {
  const ObjectId resv = run.object();
  if (auto no = not_locked(run, resv)) return *no;
  ResvFences fences = resv_fences(run, resv);
  writes_fences(run, resv);
  Word& i = scratch(run, 1);
  while (i < fences.count) {
    const ObjectId f = fences[i].fence;
    if (auto no = unusable(run, f)) return *no;
    if (looks_signaled(run, f)) {
      take_off(fences, i);
      continue;
    }
    const Answer answer = ask_driver(run, f);
    if (answer.act) return *answer.act;
    if (answer.done) {
      set_stage(run, FenceStage::locking);
      return Act::stay;
    }
    ++i;
  }
  fences.reserved = fences.count + asked_for(run);
  return drop_taken(run);
}

}  // namespace

Act reserve_fences(Run& run) {
  const ObjectId resv = run.object();
  const ResvFences fences = resv_fences(run, resv);
  switch (fence_stage(run)) {
    case FenceStage::begin:
      if (auto no = not_locked(run, resv)) return *no;
      if (asked_for(run) <= 0) return run.result(kEInval);
      reads_fences(run, resv);
      if (fences.count + asked_for(run) <= fences.reserved)
        return run.result(0);
      [[fallthrough]];
    case FenceStage::allocating: {
      const Act memory = allocate(run, kNewList);
      return memory == Act::done ? sift(run) : memory;
    }
    case FenceStage::asking:
    case FenceStage::locking:
    case FenceStage::signalled: {
      if (auto no = not_locked(run, resv)) return *no;
      if (fence_stage(run) == FenceStage::asking && !driver_answered(run)) {
        ++scratch(run, 1);
        return sift(run);
      }
      const ObjectId f = fences[scratch(run, 1)].fence;
      if (auto act = signal_fence(run, f, FenceStage::signalled)) return *act;
      return sift(run);
    }
    default: return drop_taken(run);
  }
}

}  // namespace picket
