#include "spec/semantics/fence_refcount.h"

#include "spec/semantics/fence.h"
#include "spec/semantics/fence_callback.h"
#include "spec/semantics/fence_lock.h"
#include "spec/semantics/fence_operations.h"
#include "spec/semantics/fence_signal.h"
#include "spec/semantics/lifetime.h"

namespace picket {
namespace {

const ObjectLayout& layout_of(const Run& run, ObjectId fence) {
  return run.program.layout.objects[fence.index()];
}

bool counted(const Run& run, ObjectId fence) {
  return layout_of(run, fence).life >= 0;
}

// Flags stay: whether it was published and signalled remains a fact. A list of
// callbacks that a signaller is running goes on to exist as well.
std::nullopt_t end(Run& run, ObjectId fence) {
  const ObjectId inside = run.scenario().own_lock(fence);
  if (inside.valid()) run.writes(inside);
  run.writes(fence);
  Word* block = run.block(fence);
  block[kFenceFlags] &= ~(kFenceReleasing | kFenceEnabled);
  block[kFenceError] = 0;
  set_life(run, fence, Life::freed);
  return std::nullopt;
}

std::optional<Act> release(Run& run, ObjectId fence) {
  const FunctionId function = run.scenario().object(fence).release;
  if (!function.valid()) return end(run, fence);
  set_stage(run, FenceStage::releasing);
  return push(run, function, FrameKind::release);
}

}  // namespace

void take_reference(Run& run, ObjectId fence) {
  if (!counted(run, fence)) return;
  run.effect.footprint.add(layout_of(run, fence).count_location);
  ++run.block(fence)[kFenceReferences];
}

bool has_last_reference(Run& run, ObjectId fence) {
  if (!counted(run, fence)) return false;
  run.effect.footprint.read(layout_of(run, fence).count_location);
  return run.block(fence)[kFenceReferences] == 1;
}

std::optional<Act> drop_reference(Run& run, ObjectId fence) {
  if (!counted(run, fence)) return {};
  run.effect.footprint.write(layout_of(run, fence).count_location);
  if (--run.block(fence)[kFenceReferences] > 0) return {};
  run.writes(fence);
  run.block(fence)[kFenceFlags] |= kFenceReleasing;
  // "released with pending signals". Nobody has a reference, but the lock may
  // be somebody else's too, so it is taken in a step of its own.
  // A point of a timeline takes the lock in any case, to leave its list.
  if ((!fence_signaled(run, fence) && has_callbacks(run, fence)) ||
      run.scenario().object(fence).parent.valid()) {
    set_stage(run, FenceStage::unreferenced);
    return Act::stay;
  }
  return release(run, fence);
}

bool is_releasing(const Run& run) {
  return fence_stage(run) == FenceStage::unreferenced ||
         fence_stage(run) == FenceStage::abandoned ||
         fence_stage(run) == FenceStage::releasing;
}

std::optional<Act> finish_release(Run& run, ObjectId fence) {
  if (fence_stage(run) == FenceStage::releasing) {
    scratch(run, 0) = 0;
    return end(run, fence);
  }
  if (fence_stage(run) == FenceStage::unreferenced) {
    if (auto taken = lock_taken(run, fence)) return taken;
    if (fence_signaled(run, fence) || !has_callbacks(run, fence))
      return release(run, fence);
    run.writes(fence);
    run.block(fence)[kFenceError] = kEDeadlk;
  }
  if (auto act = signal_fence(run, fence, FenceStage::abandoned)) return act;
  return release(run, fence);
}

Act fence_get(Run& run) {
  const ObjectId f = run.object();
  if (auto no = unusable(run, f)) return *no;
  if (counted(run, f) && (run.block(f)[kFenceFlags] & kFenceReleasing))
    return run.misuse(Misuse::use_after_free, f);
  take_reference(run, f);
  return Act::done;
}

// The event is the drop of the reference, not the end of what it causes.
Act fence_put(Run& run) {
  const ObjectId f = run.object();
  if (fence_stage(run) == FenceStage::begin) {
    const ObjectLayout& at = layout_of(run, f);
    run.effect.footprint.read(at.count_location);
    run.reads(f);
    const Word* block = run.block(f);
    if ((block[kFenceFlags] & kFenceInitialised) &&
        block[kFenceReferences] == 0)
      return run.misuse(Misuse::refcount_underflow, f);
    if (auto no = unusable(run, f)) return *no;
    run.happens();
    if (auto act = drop_reference(run, f)) return *act;
    return Act::ended;
  }
  if (auto act = finish_release(run, f)) return *act;
  return Act::ended;
}

}  // namespace picket
