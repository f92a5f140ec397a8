#include "spec/semantics/fence_signal.h"

#include "spec/semantics/evaluate.h"
#include "spec/semantics/fence.h"
#include "spec/semantics/fence_callback.h"
#include "spec/semantics/fence_lock.h"
#include "spec/semantics/fence_operations.h"
#include "spec/semantics/holder.h"

namespace picket {

namespace {

// Has anybody signalled it, if only in vain?
bool was_signaled(Run& run, ObjectId fence) {
  return looks_signaled(run, fence) ||
         (run.block(fence)[kFenceFlags] & kFenceInVain) != 0;
}

}  // namespace

bool set_signaled(Run& run, ObjectId fence) {
  run.writes(fence);
  Word& flags = run.block(fence)[kFenceFlags];
  if (run.scenario().object(fence).mute) {
    flags |= kFenceInVain;
    return false;
  }
  flags = (flags | kFenceSignaled) & ~kFenceEnabled;
  run.effect.signals = fence;
  return true;
}

std::optional<Act> next_callback(Run& run, ObjectId fence) {
  scratch(run, 0) = 0;  // what the callback before has returned
  const FunctionId function = take_first_callback(run, fence);
  if (!function.valid()) return {};
  return push(run, function, FrameKind::callback);
}

std::optional<Act> signal_and_hold(Run& run, ObjectId fence, FenceStage hold) {
  if (!set_signaled(run, fence)) return {};
  if (!has_callbacks(run, fence) && !hold_shows(run, fence)) return {};
  hold_lock(run, fence);
  set_stage(run, hold);
  // Unlinking the first callback shows to nobody without the lock.
  if (auto act = next_callback(run, fence)) return act;
  return Act::stay;
}

std::optional<Act> signal_fence(Run& run, ObjectId fence, FenceStage hold) {
  if (fence_stage(run) == hold) {
    if (auto act = next_callback(run, fence)) return act;
    return drop_lock(run, fence);
  }
  if (auto taken = lock_taken(run, fence)) return taken;
  if (was_signaled(run, fence)) return {};
  return signal_and_hold(run, fence, hold);
}

bool driver_says_done(Run& run, ObjectId fence) {
  const ExprId says = run.scenario().object(fence).signaled_op;
  if (run.scenario().object(fence).mute) return false;
  return says.valid() && evaluate(run, says) != 0 && !run.effect.misuse;
}

Act fence_signal(Run& run) {
  const ObjectId f = run.object();
  if (fence_stage(run) == FenceStage::begin) {
    if (auto no = unusable(run, f)) return *no;
    if (auto taken = lock_taken(run, f)) return *taken;
    if (was_signaled(run, f)) return run.result(kEInval);
    run.happens();
  }
  if (auto act = signal_fence(run, f, FenceStage::signalled)) return *act;
  run.effect.result = 0;
  return Act::ended;
}

Act fence_signal_locked(Run& run) {
  const ObjectId f = run.object();
  if (fence_stage(run) == FenceStage::begin) {
    if (auto no = unusable(run, f)) return *no;
    const ObjectId lock = lock_of(run, f);
    run.reads(lock);
    if (!holds(run, lock)) return run.misuse(Misuse::lock_not_held, lock);
    if (was_signaled(run, f)) return run.result(kEInval);
    run.happens();
    run.effect.result = 0;
    if (!set_signaled(run, f)) return Act::ended;
    set_stage(run, FenceStage::signalled);
  }
  if (auto act = next_callback(run, f)) return *act;
  run.effect.result = 0;
  return Act::ended;
}

// The question and the signalling are two steps: others may come between.
Act fence_is_signaled(Run& run) {
  const ObjectId f = run.object();
  if (fence_stage(run) == FenceStage::begin) {
    if (auto no = unusable(run, f)) return *no;
    if (looks_signaled(run, f)) return run.result(1);
    if (!driver_says_done(run, f)) return run.result(0);
    set_stage(run, FenceStage::locking);
    return Act::stay;
  }
  if (auto act = signal_fence(run, f, FenceStage::signalled)) return *act;
  return run.result(1);
}

Act fence_get_status(Run& run) {
  const ObjectId f = run.object();
  if (fence_stage(run) == FenceStage::begin) {
    if (auto no = unusable(run, f)) return *no;
    if (auto taken = lock_taken(run, f)) return *taken;
    // Asked under the lock, so that nobody can come between.
    if (!looks_signaled(run, f)) {
      if (!driver_says_done(run, f)) return run.result(0);
      if (auto act = signal_and_hold(run, f, FenceStage::signalled))
        return *act;
    }
  } else if (auto act = signal_fence(run, f, FenceStage::signalled)) {
    return *act;
  }
  run.reads(f);
  const Word error = run.block(f)[kFenceError];
  return run.result(error != 0 ? error : 1);
}

}  // namespace picket
