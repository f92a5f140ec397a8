// dma_resv_wait_timeout and dma_resv_test_signaled: readers without the lock.
//
// Follows drivers/dma-buf/dma-resv.c of Linux 6.12. A query for a usage is for
// all fences of that usage or a stronger one; signalled ones are skipped, and
// each is polled once before it is waited for. Whenever the list has changed
// the kernel begins again from its start; here that is always so, which tells
// no two outcomes apart but those of a list caught halfway through a change.
// The waiter sleeps on the first fence that is not signalled and holds a
// reference while it works on it.
#include "spec/semantics/fence_enable.h"
#include "spec/semantics/fence_lock.h"
#include "spec/semantics/fence_refcount.h"
#include "spec/semantics/fence_signal.h"
#include "spec/semantics/fence_wait.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/resv.h"
#include "spec/semantics/task.h"

namespace picket {
namespace {

// The fence in work, or the one polled last; kept + 1, so that 0 is none.
ObjectId current(Run& run) { return ObjectId(scratch(run, 1) - 1); }
void set_current(Run& run, ObjectId fence) {
  scratch(run, 1) = fence.value + 1;
}

struct Look {
  std::optional<Act> act;  // a fence of the list is gone
  ObjectId fence;          // the first unsignalled one, if any
};

Look look_through(Run& run, Usage usage) {
  reads_fences(run, run.object());
  const ResvFences fences = resv_fences(run, run.object());
  for (Word i = 0; i < fences.count; ++i) {
    const ResvEntry entry = fences[i];
    if (entry.usage > usage) continue;
    if (auto no = unusable(run, entry.fence)) return {no, {}};
    if (!looks_signaled(run, entry.fence)) return {{}, entry.fence};
  }
  return {};
}

bool not_done(const Run& run) {
  return fence_stage(run) == FenceStage::asking && !driver_answered(run);
}

// Works on the current fence to its end: its driver says it is done and it gets
// signalled, or it is not done, or it gets enabled. None: over, the reference
// is dropped.
std::optional<Act> work_on_current(Run& run) {
  const ObjectId f = current(run);
  if (is_releasing(run)) return finish_release(run, f);
  if (not_done(run)) return drop_reference(run, f);
  if (is_enabling(run)) {
    if (auto act = finish_enabling(run, f)) return act;
    if (auto gone = drop_lock(run, f)) return gone;
  } else {
    if (auto act = signal_fence(run, f, FenceStage::signalled)) return act;
  }
  return drop_reference(run, f);
}

bool at_work(const Run& run) {
  return fence_stage(run) != FenceStage::begin &&
         fence_stage(run) != FenceStage::scanning;
}

// dma_fence_is_signaled on a fence whose bit is not set. None: it is not done.
std::optional<Act> poll(Run& run, ObjectId fence) {
  const auto work_on = [&] {
    set_current(run, fence);
    take_reference(run, fence);
  };
  const bool runs = run.scenario().object(fence).signaled_code.valid();
  if (runs) work_on();
  const Answer answer = ask_driver(run, fence);
  if (runs || !answer.done) return answer.act;
  work_on();
  set_stage(run, FenceStage::locking);
  return Act::stay;
}

WaitTerms terms_of(const Run& run) {
  return run.operand(3).given() ? timed_terms(run.operand(3), run.operand(2))
                                : untimed_terms(run.operand(2));
}

Act only(Run& run, Act (*step)(Run&, ObjectId), ObjectId fence) {
  return run.alternative == 0 ? step(run, fence) : run.blocked({});
}

// The poll of a fence that has one, once, before the sleep.
Act poll_first(Run& run, ObjectId fence) {
  if (auto act = poll(run, fence)) return *act;
  set_current(run, fence);
  set_stage(run, FenceStage::scanning);
  return Act::stay;
}

Act enable_first(Run& run, ObjectId fence) {
  if (auto taken = lock_taken(run, fence)) return *taken;
  set_current(run, fence);
  take_reference(run, fence);
  return begin_enabling(run, fence);
}

Act wait_for(Run& run, ObjectId fence, const WaitTerms& terms) {
  run.effect.alternatives = alternatives(terms);
  if (fence.valid()) {
    if (has_driver(run, fence) && current(run) != fence)
      return only(run, poll_first, fence);
    if (!may_sleep(run)) return run.misuse(Misuse::sleep_in_atomic, fence);
    if (needs_enabling(run, fence)) return only(run, enable_first, fence);
  }
  Sleep sleep;
  sleep.terms = terms;
  sleep.arrived = false;
  sleep.want.kind = Want::Kind::signal;
  sleep.want.object = fence;
  sleep.over = !fence.valid();
  return sleep_until(run, sleep);
}

}  // namespace

// Without a usage it waits as a writer does: for readers and writers. Without a
// time-out it waits for ever.
Act wait_for_fences(Run& run) {
  if (at_work(run)) {
    if (auto act = work_on_current(run)) return *act;
    if (!has_driver(run, current(run))) scratch(run, 1) = 0;
    set_stage(run, FenceStage::scanning);
    return Act::stay;
  }
  if (auto gone = dead(run, run.object())) return *gone;
  const Look look =
      look_through(run, usage_of(run, run.operand(1), Usage::read));
  if (look.act) return *look.act;
  return wait_for(run, look.fence, terms_of(run));
}

Act test_fences(Run& run) {
  if (at_work(run)) {
    const bool refused = not_done(run);
    if (auto act = work_on_current(run)) return *act;
    if (refused) return run.result(0);
    scratch(run, 1) = 0;
    set_stage(run, FenceStage::scanning);
    return Act::stay;
  }
  if (auto gone = dead(run, run.object())) return *gone;
  const Look look =
      look_through(run, usage_of(run, run.operand(1), Usage::read));
  if (look.act) return *look.act;
  if (!look.fence.valid()) return run.result(1);
  if (auto act = poll(run, look.fence)) return *act;
  return run.result(0);
}

}  // namespace picket
