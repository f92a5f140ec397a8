// dma_fence_wait_any_timeout: until any of several fences is signalled.
//
// Follows drivers/dma-buf/dma-fence.c of Linux 6.12: allocates, adds a callback
// to each fence in order until one is found signalled, sleeps until any bit is
// set, takes the callbacks off again. Its callbacks only wake it; what shows of
// adding them is that it enables each fence, of taking them off that it needs
// each lock once more.
#include <algorithm>
#include <vector>

#include "spec/semantics/fence_enable.h"
#include "spec/semantics/fence_lock.h"
#include "spec/semantics/fence_operations.h"
#include "spec/semantics/fence_signal.h"
#include "spec/semantics/fence_wait.h"
#include "spec/semantics/reclaim.h"

namespace picket {
namespace {

constexpr Allocation kCallbacks{
    .gfp = Gfp::kernel, .stage = static_cast<int>(FenceStage::allocating)};

using Fences = std::span<const ObjectId>;

// Names among them stand for fences; the list of those lives until the next
// call of the same thread.
Fences fences_of(const Run& run) {
  const auto& names =
      run.scenario()
          .object_lists[static_cast<std::size_t>(run.operand(0).value)];
  const auto stands_for = [&](ObjectId o) { return run.meant(o) != o; };
  if (std::none_of(names.begin(), names.end(), stands_for)) return names;
  thread_local std::vector<ObjectId> meant;
  meant.assign(names.begin(), names.end());
  for (ObjectId& o : meant) o = run.meant(o);
  return meant;
}

WaitTerms terms_of(const Run& run) {
  if (run.step().op == Op::dma_fence_wait_any) return untimed_terms({});
  return timed_terms(run.operand(1), run.operand(2));
}

ObjectId current(Run& run) {
  return fences_of(run)[static_cast<std::size_t>(scratch(run, 1))];
}

bool any_signaled(Run& run, Fences fences) {
  bool any = false;
  for (ObjectId f : fences) any |= looks_signaled(run, f);
  return any;
}

Act go_on(Run& run, const WaitTerms& terms) {
  Sleep sleep;
  sleep.terms = terms;
  sleep.fences = fences_of(run);
  sleep.arrived = fence_stage(run) == FenceStage::waiting;
  sleep.want.kind = Want::Kind::signal;
  sleep.want.list = run.operand(0).value;
  sleep.over = any_signaled(run, sleep.fences);
  return sleep.arrived ? sleep_until(run, sleep) : arrive(run, sleep);
}

// With time-out 0 it asks each driver in turn, like dma_fence_is_signaled, and
// neither allocates nor sleeps.
Act poll(Run& run) {
  const Fences fences = fences_of(run);
  const FenceStage now = fence_stage(run);
  Word& i = scratch(run, 1);
  if (now == FenceStage::asking && !driver_answered(run)) {
    ++i;
  } else if (now != FenceStage::begin && now != FenceStage::scanning) {
    if (auto act = signal_fence(run, current(run), FenceStage::signalled))
      return *act;
    return run.result(1);
  }
  for (; i < static_cast<Word>(fences.size()); ++i) {
    const ObjectId f = current(run);
    if (looks_signaled(run, f)) return run.result(1);
    if (!has_driver(run, f)) continue;
    // A driver's answer is a look of its own, and signalling the step after.
    const Answer answer = ask_driver(run, f);
    if (answer.act) return *answer.act;
    set_stage(run, answer.done ? FenceStage::locking : FenceStage::scanning);
    if (!answer.done) ++i;
    return Act::stay;
  }
  return run.result(0);
}

// The next fence of those that callbacks are added to. Without a driver to
// enable, adding shows to nobody and is left out.
Act add_next(Run& run) {
  const ObjectId f = current(run);
  if (is_enabling(run)) {
    if (auto act = finish_enabling(run, f)) return *act;
    if (auto gone = drop_lock(run, f)) return *gone;
  } else if (needs_enabling(run, f)) {
    return begin_enabling(run, f);
  }
  // -ENOENT: no callback for those behind it.
  const auto count = static_cast<Word>(fences_of(run).size());
  const bool last = looks_signaled(run, f) || scratch(run, 1) + 1 == count;
  scratch(run, 1) = last ? 0 : scratch(run, 1) + 1;
  set_stage(run, last ? FenceStage::arriving : FenceStage::adding);
  return Act::stay;
}

Act begin(Run& run, const WaitTerms& terms) {
  const Fences fences = fences_of(run);
  const Act memory = allocate(run, kCallbacks);
  if (memory != Act::done) return memory;
  const bool enables = std::any_of(fences.begin(), fences.end(), [&](auto f) {
    return run.scenario().object(f).enable_signaling.valid();
  });
  // Allocating was the first choice of two: the next one is another step.
  const bool chose =
      run.effect.alternatives > 1 || fence_stage(run) == FenceStage::allocating;
  if (!enables && !chose) return go_on(run, terms);
  if (run.alternative != 0) return run.blocked({});
  set_stage(run, enables ? FenceStage::adding : FenceStage::arriving);
  return Act::stay;
}

}  // namespace

Act fence_wait_any(Run& run) {
  const Fences fences = fences_of(run);
  const WaitTerms terms = terms_of(run);
  if (fences.empty()) return run.result(kEInval);
  if (!is_enabling(run))
    for (ObjectId f : fences)
      if (auto no = unusable(run, f)) return *no;
  if (terms.polls) return poll(run);
  switch (fence_stage(run)) {
    case FenceStage::begin:
    case FenceStage::allocating: return begin(run, terms);
    case FenceStage::adding:
    case FenceStage::enabling:
    case FenceStage::enabled: return add_next(run);
    default: return go_on(run, terms);
  }
}

}  // namespace picket
