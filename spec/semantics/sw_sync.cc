// sw_sync: a timeline that is advanced by hand, and its points.
//
// Follows drivers/dma-buf/sw_sync.c of Linux 6.12. A point is a fence whose
// timeline is the object's name. All points share the timeline's lock: it is
// held while they are signalled, in order, with a reference to each, and taken
// again to release one (fence_refcount.cc).
// Word of a timeline: its value.
#include "spec/semantics/container.h"
#include "spec/semantics/evaluate.h"
#include "spec/semantics/fence.h"
#include "spec/semantics/fence_callback.h"
#include "spec/semantics/fence_lock.h"
#include "spec/semantics/fence_refcount.h"
#include "spec/semantics/fence_signal.h"
#include "spec/semantics/lifetime.h"

namespace picket {
namespace {

// Scratch words: the point that is signalled, + 1; how many references are
// still to be dropped are those of points that have a bit in the other.
Word& in_work(const Run& run) { return scratch(run, 1); }
Word& taken(const Run& run) { return scratch(run, 2); }

constexpr int kMostPoints = 31;

bool is_point(const Run& run, ObjectId fence, ObjectId timeline) {
  return run.scenario().object(fence).parent == timeline;
}

bool reached(Run& run, ObjectId point, ObjectId timeline) {
  run.reads(point);
  const Word flags = run.block(point)[kFenceFlags];
  return life(run, point) == Life::alive && (flags & kFenceInitialised) &&
         !(flags & (kFenceSignaled | kFenceInVain | kFenceReleasing)) &&
         run.scenario().object(point).seqno <= run.block(timeline)[0];
}

// The earliest one that the value has reached and that is not signalled.
ObjectId next_point(Run& run, ObjectId timeline) {
  ObjectId earliest;
  const Scenario& s = run.scenario();
  for (std::size_t i = 0; i < s.objects.size(); ++i) {
    const ObjectId point(i);
    if (!is_point(run, point, timeline) || !reached(run, point, timeline))
      continue;
    if (!earliest.valid() || s.object(point).seqno < s.object(earliest).seqno)
      earliest = point;
  }
  return earliest;
}

// Its bit among those whose references are taken; 0: there are too many.
Word bit_of(const Run& run, ObjectId point, ObjectId timeline) {
  int n = 0;
  for (std::size_t i = 0; i < point.index(); ++i)
    n += is_point(run, ObjectId(i), timeline);
  return n < kMostPoints ? Word{1} << n : 0;
}

Act drop_references(Run& run, ObjectId timeline) {
  set_stage(run, FenceStage::dropping);
  scratch(run, 0) = 0;
  for (std::size_t i = 0; i < run.scenario().objects.size(); ++i) {
    const ObjectId point(i);
    if (!is_point(run, point, timeline)) continue;
    const Word bit = bit_of(run, point, timeline);
    if (!(taken(run) & bit)) continue;
    taken(run) &= ~bit;
    if (auto act = drop_inside(run, point)) return *act;
  }
  return Act::ended;
}

Act unlock(Run& run, ObjectId timeline) {
  if (auto gone = drop_lock(run, timeline)) return *gone;
  return drop_references(run, timeline);
}

// The next point's bit, which others see before the one after it.
Act signal_next(Run& run, ObjectId timeline) {
  const ObjectId point = next_point(run, timeline);
  if (!point.valid()) return unlock(run, timeline);
  const Word bit = bit_of(run, point, timeline);
  if (bit == 0) return Act::limited;
  take_reference(run, point);
  taken(run) |= bit;
  set_signaled(run, point);
  if (!has_callbacks(run, point)) return Act::stay;
  in_work(run) = point.value + 1;
  if (auto act = first_callback_after_bit(run, point)) return *act;
  in_work(run) = 0;
  return Act::stay;
}

}  // namespace

// sync_timeline_signal.
Act inc_timeline(Run& run) {
  const ObjectId timeline = run.object();
  switch (fence_stage(run)) {
    case FenceStage::begin: {
      if (auto gone = lock_taken(run, timeline)) return *gone;
      const Word by = run.operand(1).given() ? run.operand(1).value : 1;
      run.writes(timeline);
      run.happens();
      Word& value = run.block(timeline)[0];
      value = static_cast<Word>(static_cast<std::uint32_t>(value) +
                                static_cast<std::uint32_t>(by));
      if (!next_point(run, timeline).valid()) return Act::ended;
      hold_lock(run, timeline);
      set_stage(run, FenceStage::signalled);
      return Act::stay;
    }
    case FenceStage::signalled:
      if (in_work(run) != 0) {
        const ObjectId point(in_work(run) - 1);
        if (auto act = next_callback(run, point)) return *act;
        in_work(run) = 0;
      }
      return signal_next(run, timeline);
    default: return drop_references(run, timeline);
  }
}

}  // namespace picket
