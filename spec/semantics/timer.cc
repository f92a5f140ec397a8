#include "spec/semantics/timer.h"

#include "spec/base/contract.h"
#include "spec/semantics/context_set.h"
#include "spec/semantics/deferred.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/guest.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/preempt_rt.h"

namespace picket {
namespace {

struct Timer {
  Word& armed;
  ContextSet deleters;  // that wait for the callback to end
};

Timer timer_of(Run& run, ObjectId timer) {
  Word* w = run.block(timer);
  return {w[0], {w + 1, run.program.layout.objects[timer.index()].capacity}};
}

// A timer that is armed stays armed: only when it fires changes, which may be
// at any time, and where.
Act arm(Run& run) {
  const ObjectId timer = run.object();
  if (auto gone = dead(run, timer)) return *gone;
  const Timer t = timer_of(run, timer);
  const bool was_armed = t.armed != 0;
  const Word armed = firing_cpu(run, timer) + 2;
  if (t.armed == armed) {
    run.reads(timer);
  } else {
    run.writes(timer);
    t.armed = armed;
  }
  if (run.step().op == Op::hrtimer_start) return Act::done;
  return run.result(was_armed ? 1 : 0);
}

Act disarm(Run& run) {
  const ObjectId timer = run.object();
  if (auto gone = dead(run, timer)) return *gone;
  const Timer t = timer_of(run, timer);
  if (t.armed == 0) {
    run.reads(timer);
    return run.result(0);
  }
  run.writes(timer);
  t.armed = 0;
  return run.result(1);
}

enum Stage { kArrive, kWait };

// Spins until the callback does not run, and disarms the timer in that moment.
// A callback that arms its timer again is not ahead for ever: the kernel's
// timer is some time away then. So a timer does not fire while somebody waits
// for its callback; that it could have fired before he came is explored too.
Act disarm_and_wait(Run& run) {
  const ObjectId timer = run.object();
  if (auto gone = dead(run, timer)) return *gone;
  if (in_hardirq(run) && run.step().op == Op::timer_delete_sync)
    return run.misuse(Misuse::wrong_context, timer);
  Timer t = timer_of(run, timer);
  run.reads(runner_of(run, timer));
  const bool runs = deferred_running(run.program, run.words, timer);
  // Who waits for the callback sleeps there, until the lock that is held while
  // it runs is free.
  if (runs || run.step().op == Op::timer_delete_sync)
    if (auto no = forbidden_to_block(run, timer)) {
      if (runs) run.reads(timer);  // that it has fired
      return *no;
    }
  if (stage(run) == kArrive) {
    if (!runs) return disarm(run);
    run.adds(timer);
    t.deleters.insert(run.self);
    set_stage(run, kWait);
    return Act::stay;
  }
  if (runs) {
    Want want;
    want.kind = Want::Kind::work;
    want.object = timer;
    return run.blocked(want);
  }
  run.writes(timer);
  t.deleters.erase(run.self);
  return disarm(run);
}

}  // namespace

Act begin_timer(Run& run) {
  const ObjectId timer = run.scenario().context(run.self).work;
  const Timer t = timer_of(run, timer);
  if (t.armed == 0 || !t.deleters.empty()) {
    run.reads(timer);
    return run.blocked({});
  }
  run.reads(timer);
  const std::int32_t cpu = t.armed - 2;
  if (!comes_in(run, cpu)) return Act::blocked;
  if (auto gone = dead(run, timer)) return *gone;
  run.writes(timer);
  t.armed = 0;
  if (is_guest(run, cpu)) enter_cpu(run, cpu);
  return enter_function(run);
}

std::int32_t timer_fires_on(const Program& program, const Word* words,
                            ObjectId timer) {
  const std::int32_t cpu =
      words[program.layout.objects[timer.index()].words] - 2;
  return may_fire_elsewhere(program, cpu) ? -1 : cpu;
}

bool timer_armed(const Program& program, const Word* words, ObjectId timer) {
  return words[program.layout.objects[timer.index()].words] != 0;
}

bool timer_in_use(Run& run, ObjectId timer) {
  run.reads(timer);
  return timer_armed(run.program, run.words, timer);
}

Act run_timer(Run& run) {
  switch (run.step().op) {
    case Op::mod_timer:
    case Op::hrtimer_start: return arm(run);
    case Op::timer_delete: return disarm(run);
    case Op::timer_delete_sync:
    case Op::hrtimer_cancel: return disarm_and_wait(run);
    default: break;
  }
  PICKET_REQUIRE(false, "an operation on timers");
  return Act::blocked;
}

}  // namespace picket
