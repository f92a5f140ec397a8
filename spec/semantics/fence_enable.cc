#include "spec/semantics/fence_enable.h"

#include "spec/semantics/fence.h"
#include "spec/semantics/fence_lock.h"
#include "spec/semantics/fence_operations.h"
#include "spec/semantics/fence_signal.h"
#include "spec/semantics/lifetime.h"

namespace picket {

bool needs_enabling(Run& run, ObjectId fence) {
  if (!run.scenario().object(fence).enable_signaling.valid()) return false;
  run.reads(fence);
  return (run.block(fence)[kFenceFlags] & (kFenceSignaled | kFenceEnabled)) ==
         0;
}

Act begin_enabling(Run& run, ObjectId fence) {
  if (auto taken = lock_taken(run, fence)) return *taken;
  hold_lock(run, fence);
  run.writes(fence);
  run.block(fence)[kFenceFlags] |= kFenceEnabled;
  set_stage(run, FenceStage::enabling);
  return push(run, run.scenario().object(fence).enable_signaling,
              FrameKind::enable);
}

bool is_enabling(const Run& run) {
  return fence_stage(run) == FenceStage::enabling ||
         fence_stage(run) == FenceStage::enabled;
}

std::optional<Act> finish_enabling(Run& run, ObjectId fence) {
  if (auto gone = dead(run, fence)) return gone;
  if (fence_stage(run) == FenceStage::enabling) {
    const bool promised = scratch(run, 0) != 0;
    scratch(run, 0) = 0;
    set_stage(run, FenceStage::enabled);
    if (!promised && !looks_signaled(run, fence)) {
      set_signaled(run, fence);
      return first_callback_after_bit(run, fence);
    }
  }
  if (!looks_signaled(run, fence)) return {};
  return next_callback(run, fence);
}

// dma_fence_enable_sw_signaling.
Act fence_enable(Run& run) {
  const ObjectId f = run.object();
  if (fence_stage(run) == FenceStage::begin) {
    if (auto no = unusable(run, f)) return *no;
    if (auto taken = lock_taken(run, f)) return *taken;
    return needs_enabling(run, f) ? begin_enabling(run, f) : Act::done;
  }
  if (auto act = finish_enabling(run, f)) return *act;
  if (auto gone = drop_lock(run, f)) return *gone;
  return Act::done;
}

}  // namespace picket
