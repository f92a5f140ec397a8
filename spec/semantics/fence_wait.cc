#include "spec/semantics/fence_wait.h"

#include <algorithm>
#include <limits>

#include "spec/semantics/fence_enable.h"
#include "spec/semantics/fence_lock.h"
#include "spec/semantics/fence_operations.h"
#include "spec/semantics/task.h"

namespace picket {
namespace {

std::optional<Act> any_lock_taken(Run& run, const Sleep& sleep) {
  for (ObjectId f : sleep.fences)
    if (auto taken = lock_taken(run, f)) return taken;
  return {};
}

Act finish(Run& run, const Sleep& sleep, Word result) {
  if (auto taken = any_lock_taken(run, sleep)) return *taken;
  return run.result(result);
}

// Timed out and signalled in the same moment is no outcome of its own: it looks
// like a time-out just before the signal.
Act time_out(Run& run, const Sleep& sleep) {
  if (!sleep.terms.timed || (sleep.over && !run.decided))
    return run.blocked({});
  return finish(run, sleep, 0);
}

Act interrupted(Run& run, const Sleep& sleep) {
  if (!sleep.terms.interruptible || !signal_pending(run))
    return run.blocked({});
  if (sleep.over && !sleep.arrived) return run.blocked({});
  return finish(run, sleep, kERestartSys);
}

Act succeed(Run& run, const Sleep& sleep) {
  const WaitTerms& terms = sleep.terms;
  if (!sleep.over) {
    Want want = sleep.want;
    want.bounded = terms.timed || terms.interruptible;
    return run.blocked(want);
  }
  // Signals are looked for with the lock held.
  if (terms.interruptible && sleep.arrived && signal_pending(run))
    return run.decided ? finish(run, sleep, kERestartSys) : run.blocked({});
  return finish(run, sleep, terms.success);
}

Act look_once(Run& run, const Sleep& sleep) {
  if (auto taken = any_lock_taken(run, sleep)) return *taken;
  if (sleep.over) return run.result(sleep.terms.success);
  const bool signal = sleep.terms.interruptible && signal_pending(run);
  return run.result(signal ? kERestartSys : 0);
}

WaitTerms terms_of(const Run& run) {
  if (run.step().op == Op::dma_fence_wait_timeout)
    return timed_terms(run.operand(1), run.operand(2));
  WaitTerms terms = untimed_terms(run.operand(1));
  terms.success = 0;
  return terms;
}

Act go_on(Run& run, ObjectId f, const WaitTerms& terms) {
  const bool arrived = fence_stage(run) == FenceStage::waiting;
  Sleep sleep;
  sleep.terms = terms;
  sleep.arrived = arrived;
  sleep.fences = {&f, 1};
  sleep.want.kind = Want::Kind::signal;
  sleep.want.object = f;
  sleep.over = looks_signaled(run, f);
  return arrived ? sleep_until(run, sleep) : arrive(run, sleep);
}

Act begin(Run& run, ObjectId f, const WaitTerms& terms) {
  if (!may_sleep(run)) return run.misuse(Misuse::sleep_in_atomic, f);
  if (!needs_enabling(run, f)) return go_on(run, f, terms);
  run.effect.alternatives = alternatives(terms);
  return run.alternative == 0 ? begin_enabling(run, f) : run.blocked({});
}

}  // namespace

WaitTerms untimed_terms(const Operand& interruptible) {
  WaitTerms terms;
  terms.interruptible = interruptible.given() && interruptible.value != 0;
  terms.success = std::numeric_limits<Word>::max();
  return terms;
}

WaitTerms timed_terms(const Operand& timeout, const Operand& interruptible) {
  WaitTerms terms = untimed_terms(interruptible);
  const Word time = timeout.given() ? timeout.value : 1;
  terms.timed = time > 0;
  terms.polls = time == 0;
  terms.success = std::max(time, 1);
  return terms;
}

int alternatives(const WaitTerms& terms) {
  if (terms.polls) return 1;
  return terms.interruptible ? 3 : terms.timed ? 2 : 1;
}

bool arrival_shows(const Run& run, const WaitTerms& terms) {
  return terms.interruptible && !terms.polls && run.context().task >= 0;
}

Act arrive(Run& run, const Sleep& sleep) {
  run.effect.alternatives = alternatives(sleep.terms);
  if (!arrival_shows(run, sleep.terms)) return sleep_until(run, sleep);
  if (run.alternative != 0) return run.blocked({});
  if (auto taken = any_lock_taken(run, sleep)) return *taken;
  if (sleep.over) return run.result(sleep.terms.success);
  if (signal_pending(run)) return run.result(kERestartSys);
  set_stage(run, FenceStage::waiting);
  return Act::stay;
}

Act sleep_until(Run& run, const Sleep& sleep) {
  run.effect.alternatives = alternatives(sleep.terms);
  if (sleep.terms.polls) return look_once(run, sleep);
  switch (run.alternative) {
    case 1: return time_out(run, sleep);
    case 2: return interrupted(run, sleep);
    default: return succeed(run, sleep);
  }
}

// dma_fence_wait and dma_fence_wait_timeout.
Act fence_wait(Run& run) {
  const ObjectId f = run.object();
  const WaitTerms terms = terms_of(run);
  if (is_enabling(run)) {
    if (auto act = finish_enabling(run, f)) return *act;
    if (auto gone = drop_lock(run, f)) return *gone;
    set_stage(run, FenceStage::arriving);
    return Act::stay;
  }
  if (auto no = unusable(run, f)) return *no;
  if (fence_stage(run) == FenceStage::begin) return begin(run, f, terms);
  return go_on(run, f, terms);
}

}  // namespace picket
