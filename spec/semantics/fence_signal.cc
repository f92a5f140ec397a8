#include "spec/semantics/fence_signal.h"

#include "spec/semantics/container.h"
#include "spec/semantics/evaluate.h"
#include "spec/semantics/fence.h"
#include "spec/semantics/fence_callback.h"
#include "spec/semantics/fence_lock.h"
#include "spec/semantics/fence_operations.h"
#include "spec/semantics/holder.h"
#include "spec/semantics/lifetime.h"

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
  // An array's irq_work settles the error just before.
  Word& error = run.block(fence)[kFenceError];
  if (error == kPendingError) error = 0;
  run.effect.signals = fence;
  return true;
}

std::optional<Act> next_callback(Run& run, ObjectId fence) {
  const FenceCallback first = first_callback(run, fence);
  if (first.container.valid())
    if (auto gone = dead(run, first.container)) return gone;
  scratch(run, 0) = 0;  // what the callback before has returned
  if (first.function.valid()) {
    unlink_first_callback(run, fence);
    return push(run, first.function, FrameKind::callback);
  }
  if (!first.container.valid()) return {};
  unlink_first_callback(run, fence);
  if (auto act = member_done(run, first.container, fence)) return act;
  // Whoever waits for the lock cannot tell the end of it from the unlock.
  if (!hold_shows(run, fence) && !has_callbacks(run, fence)) return {};
  return Act::stay;
}

std::optional<Act> first_callback_after_bit(Run& run, ObjectId fence) {
  if (first_callback(run, fence).container.valid()) return Act::stay;
  return next_callback(run, fence);
}

std::optional<Act> signal_and_hold(Run& run, ObjectId fence, FenceStage hold) {
  if (!set_signaled(run, fence)) return {};
  if (!has_callbacks(run, fence) && !hold_shows(run, fence)) return {};
  hold_lock(run, fence);
  set_stage(run, hold);
  // Unlinking the first callback shows to nobody without the lock.
  if (auto act = first_callback_after_bit(run, fence)) return act;
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

bool has_driver(const Run& run, ObjectId fence) {
  const Object& o = run.scenario().object(fence);
  return !o.mute && (o.signaled_op.valid() || o.signaled_code.valid());
}

Answer ask_driver(Run& run, ObjectId fence) {
  const Object& o = run.scenario().object(fence);
  if (o.signaled_code.valid()) {
    set_stage(run, FenceStage::asking);
    return {false, run_own(run, o.signaled_code)};
  }
  if (!o.signaled_op.valid()) return {};
  const bool done = evaluate(run, o.signaled_op) != 0;
  if (run.effect.misuse) return {false, Act::crashed};
  return {done, {}};
}

bool driver_answered(const Run& run) { return scratch(run, 0) != 0; }

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
    if (auto act = first_callback_after_bit(run, f)) return *act;
  } else if (auto act = next_callback(run, f)) {
    return *act;
  }
  run.effect.result = 0;
  return Act::ended;
}

// The question and the signalling are two steps: others may come between.
Act fence_is_signaled(Run& run) {
  const ObjectId f = run.object();
  if (fence_stage(run) == FenceStage::begin) {
    if (auto no = unusable(run, f)) return *no;
    if (looks_signaled(run, f)) return run.result(1);
    const Answer answer = ask_driver(run, f);
    if (answer.act) return *answer.act;
    if (!answer.done) return run.result(0);
    set_stage(run, FenceStage::locking);
    return Act::stay;
  }
  if (fence_stage(run) == FenceStage::asking && !driver_answered(run))
    return run.result(0);
  if (auto act = signal_fence(run, f, FenceStage::signalled)) return *act;
  return run.result(1);
}

namespace {

// Under the lock, so that nobody can come between the question and the bit.
// None: signalled, and nothing is held.
std::optional<Act> status_locked(Run& run, ObjectId fence) {
  if (looks_signaled(run, fence)) return {};
  if (run.scenario().object(fence).signaled_code.valid()) hold_lock(run, fence);
  const Answer answer = ask_driver(run, fence);
  if (answer.act) return answer.act;
  if (!answer.done) return run.result(0);
  return signal_and_hold(run, fence, FenceStage::signalled);
}

// A container's function has answered, under the lock.
std::optional<Act> status_answered(Run& run, ObjectId fence) {
  if (auto gone = dead(run, fence)) return gone;
  if (!driver_answered(run)) {
    if (auto gone = drop_lock(run, fence)) return gone;
    return run.result(0);
  }
  set_stage(run, FenceStage::signalled);
  set_signaled(run, fence);
  if (auto act = first_callback_after_bit(run, fence)) return act;
  return drop_lock(run, fence);
}

std::optional<Act> status_act(Run& run, ObjectId fence) {
  switch (fence_stage(run)) {
    case FenceStage::begin:
      if (auto no = unusable(run, fence)) return no;
      if (auto taken = lock_taken(run, fence)) return taken;
      return status_locked(run, fence);
    case FenceStage::asking: return status_answered(run, fence);
    default: return signal_fence(run, fence, FenceStage::signalled);
  }
}

}  // namespace

Act fence_get_status(Run& run) {
  const ObjectId f = run.object();
  if (auto act = status_act(run, f)) return *act;
  run.reads(f);
  const Word error = run.block(f)[kFenceError];
  return run.result(error != 0 ? error : 1);
}

}  // namespace picket
