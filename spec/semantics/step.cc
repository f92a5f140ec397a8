// One transition: where the context stands, what the operation there does in
// its present stage, and the local control flow behind it.
#include "spec/semantics/step.h"

#include "spec/base/contract.h"
#include "spec/model/container_code.h"
#include "spec/semantics/container.h"
#include "spec/semantics/control.h"
#include "spec/semantics/cpu.h"
#include "spec/semantics/deferred.h"
#include "spec/semantics/evaluate.h"
#include "spec/semantics/exit.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/guest.h"
#include "spec/semantics/irq_line.h"
#include "spec/semantics/kthread.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/outward.h"
#include "spec/semantics/preempt_rt.h"
#include "spec/semantics/primitives.h"
#include "spec/semantics/store_buffer.h"
#include "spec/semantics/task.h"

namespace picket {
namespace {

Act perform(Run& run) {
  if (waits_for_buffer(run)) return run.blocked({});
  switch (group_of(run.step().op)) {
    case OpGroup::mutex: return run_mutex(run);
    case OpGroup::spin: return run_spin(run);
    case OpGroup::rwlock: return run_rwlock(run);
    case OpGroup::rwsem: return run_rwsem(run);
    case OpGroup::semaphore: return run_semaphore(run);
    case OpGroup::ww: return run_ww(run);
    case OpGroup::fence: return run_fence(run);
    case OpGroup::sections: return run_sections(run);
    case OpGroup::resv: return run_resv(run);
    case OpGroup::wait_queue: return run_wait_queue(run);
    case OpGroup::completion: return run_completion(run);
    case OpGroup::work: return run_work(run);
    case OpGroup::memory: return run_memory(run);
    case OpGroup::context: return run_context(run);
    case OpGroup::annotation: return run_annotation(run);
    case OpGroup::data: return run_data(run);
    case OpGroup::control: return run_control(run);
    case OpGroup::containers: return run_containers(run);
    case OpGroup::implicit: return run_implicit(run);
    case OpGroup::rcu: return run_rcu(run);
  }
  PICKET_REQUIRE(false, "the reader refuses operations without a model");
  return Act::blocked;
}

// A thread's first transition waits for its `starts`.
bool may_start(Run& run, const Control& c) {
  if (c.started) return true;
  if (!line_is_on(run)) return false;
  const ExprId starts = run.scenario().context(run.self).starts;
  if (starts.valid() && evaluate(run, starts) == 0) {
    Want want;
    want.kind = Want::Kind::condition;
    want.condition = starts;
    run.effect.want = want;
    return false;
  }
  return true;
}

void mark_started(Run& run) {
  Control c = control(run);
  if (c.started) return;
  c.started = true;
  set_control(run, c);
}

// The operation is over: its value, the next step.
void advance(Run& run) {
  const Step& step = run.step();
  if (step.into.valid()) set_local(run, step.into, run.effect.result);
  set_stage(run, 0);
  set_called(run, false);
  const FrameLayout& frame = run.program.layout.frames[step.function.index()];
  for (std::int32_t i = 0; i < frame.scratch_words; ++i) scratch(run, i) = 0;
  set_position(run, step.next);
}

Outcome stop_here(Run& run, Act act) {
  if (act == Act::limited) {
    stop(run, Status::limited);
    return Outcome::limited;
  }
  stop(run, Status::crashed);
  return Outcome::crashed;
}

// Does what follows from how the operation went.
Outcome conclude(Run& run, Act act) {
  const StepId at = run.effect.step;
  switch (act) {
    case Act::blocked: return Outcome::blocked;
    case Act::crashed:
    case Act::limited: return stop_here(run, act);
    case Act::done: run.effect.happens = true; [[fallthrough]];
    case Act::ended:
      run.effect.ends = true;
      advance(run);
      break;
    case Act::jumped: run.effect.happens = true; break;
    case Act::stay:
      begin_to_spin(run);
      run.effect.want = {};
      mark_started(run);
      return Outcome::stepped;
    case Act::called: break;
  }
  mark_started(run);
  const Act settled = settle(run);
  run.effect.step = at;
  if (settled == Act::crashed || settled == Act::limited)
    return stop_here(run, settled);
  return Outcome::stepped;
}

Outcome run_item(Run& run) {
  const Act act = begin_deferred(run);
  if (act == Act::blocked) return Outcome::blocked;
  if (act == Act::done) return Outcome::stepped;
  if (act != Act::called) return stop_here(run, act);
  const Act settled = settle(run);
  run.effect.step = StepId{};
  return settled == Act::done ? Outcome::stepped : stop_here(run, settled);
}

Outcome skip(Run& run) {
  const StepId at = run.effect.step;
  set_position(run, run.step().next);
  run.effect.begins = false;
  mark_started(run);
  const Act settled = settle(run);
  run.effect.step = at;
  return settled == Act::done ? Outcome::stepped : stop_here(run, settled);
}

// Can others tell that the context has begun?
bool begin_shows(const Run& run) {
  return run.own.line >= 0 ||
         (run.own.cpu >= 0 && is_interrupt(run.scenario(), run.self));
}

// It was called while its condition held: what becomes of that does not matter
// any more.
bool stays_called(Run& run) {
  const ExprId when = run.step().when;
  if (!run.effect.begins || run.alternative != 0 || !when.valid() ||
      !run.scenario().expr(when).shared)
    return false;
  set_called(run, true);
  return true;
}

// The operation cannot go on, but that it has come so far may show: an
// interrupt has begun, its CPU spins, its condition held.
Outcome wait(Run& run, const Control& c) {
  const bool begins = !c.started && run.alternative == 0 && begin_shows(run);
  if (!begins && !begin_to_spin(run) && !stays_called(run))
    return Outcome::blocked;
  run.effect.enters = begins;
  run.effect.begins = run.effect.begins && !begins;
  run.effect.footprint.only_looked();
  run.effect.want = {};
  mark_started(run);
  return Outcome::stepped;
}

// What it spins for is what it does next.
Outcome spin_on(Run& run, const Atomic& spinning) {
  if (spinning.spins_for != run.alternative) {
    run.effect.alternatives = spinning.spins_for + 1;
    return Outcome::blocked;
  }
  Atomic a = spinning;
  a.spin = Spin::none;
  a.spins_for = 0;
  set_atomic(run, a);
  run.decided = true;
  const Act act = perform(run);
  if (act == Act::blocked) set_atomic(run, spinning);
  return conclude(run, act);
}

// The thread of a handler has come as far as that others can tell.
Outcome enter(Run& run, Act act) {
  if (act == Act::blocked) return Outcome::blocked;
  run.effect.enters = true;
  mark_started(run);
  return Outcome::stepped;
}

// A kthread that is asked to stop before it is seen to do anything: its
// function is never run, or had begun by then (alternative 1).
Outcome run_first(Run& run, bool starts) {
  if (starts) run.effect.alternatives = 2;
  if (starts && run.alternative == 1) {
    run.effect.enters = true;
    mark_started(run);
    return Outcome::stepped;
  }
  if (!ends_unstarted(run)) return Outcome::blocked;
  run.effect.step = StepId{};
  stop(run, Status::finished);
  return Outcome::stepped;
}

// What a context does that has its CPU.
Outcome move(Run& run, const Control& c) {
  if (!run.effect.step.valid()) {
    const Act act = leave_body(run);
    return act == Act::crashed ? stop_here(run, act) : Outcome::stepped;
  }
  if (const Atomic now = atomic(run); now.spin != Spin::none)
    return spin_on(run, now);
  const bool starts = may_start(run, c);
  if (run.effect.misuse) return stop_here(run, Act::crashed);
  if (!starts || (!c.started && is_asked_to_stop(run)))
    return run_first(run, starts);
  if (!c.started)
    if (const Act act = begin_forced_thread(run); act != Act::done)
      return enter(run, act);
  const Step& step = run.step();
  run.effect.begins = stage(run) == 0 && !is_called(run);
  const bool skipped =
      run.effect.begins && step.when.valid() && !evaluate(run, step.when);
  if (run.effect.misuse) return stop_here(run, Act::crashed);
  if (skipped) return skip(run);
  const Act act = perform(run);
  return act == Act::blocked ? wait(run, c) : conclude(run, act);
}

Outcome attempt(Run& run) {
  const Control c = control(run);
  if (c.status == Status::idle) return run_item(run);
  if (c.status != Status::running) return Outcome::blocked;
  run.effect.step = position(run);
  return has_cpu(run) ? move(run, c) : Outcome::blocked;
}

// Others of the CPU look at the whole of it.
Outcome attempt_on_cpu(Run& run) {
  const std::int32_t cpu = present_cpu(run);
  if (cpu < 0) return attempt(run);
  const CpuStanding before = standing(run.program, run.words, run.self);
  const Outcome outcome = attempt(run);
  if (standing(run.program, run.words, run.self) != before)
    run.effect.footprint.write(
        run.program.layout.cpus[static_cast<std::size_t>(cpu)].location);
  return outcome;
}

// So does who waits for the handler.
Outcome attempt_as_handler(Run& run) {
  if (run.own.line < 0) return attempt_on_cpu(run);
  const bool before = in_progress(run.program, run.words, run.self);
  const Outcome outcome = attempt_on_cpu(run);
  if (in_progress(run.program, run.words, run.self) != before)
    run.writes(run.self);
  return outcome;
}

}  // namespace

State initial_state(const Program& program) {
  State state(static_cast<std::size_t>(program.layout.words), 0);
  const Scenario& s = program.scenario;
  for (std::size_t o = 0; o < s.objects.size(); ++o)
    initialise(program, state.data(), ObjectId(o));
  for (std::size_t o = 0; o < s.objects.size(); ++o)
    count_references(program, state.data(), ObjectId(o));
  for (std::size_t c = 0; c < s.contexts.size(); ++c) {
    Effect effect;
    Run run{program, state.data(), ContextId(c), 0, effect};
    Control control;
    if (s.contexts[c].work.valid()) {
      control.status = Status::idle;
      set_control(run, control);
      continue;
    }
    set_control(run, control);
    push(run, s.contexts[c].body, FrameKind::body);
    // Who does nothing that others see waits for its `starts` all the same.
    const State unstarted = state;
    settle(run);
    if (s.contexts[c].starts.valid() &&
        at_rest(program, state.data(), run.self))
      state = unstarted;
  }
  return state;
}

Outcome step(const Program& program, Word* state, ContextId context,
             int alternative, Effect& effect) {
  effect.clear(StepId{});
  Run run{program, state, context, alternative, effect};
  const Outward before(program, state, context);
  const Outcome outcome = attempt_as_handler(run);
  if (outcome != Outcome::blocked) before.note_change(run);
  if (outcome == Outcome::stepped && control(run).status == Status::running)
    forget_dead_locals(run);
  return outcome;
}

Outcome step_regardless_of_cpu(const Program& program, Word* state,
                               ContextId context, int alternative,
                               Effect& effect) {
  effect.clear(StepId{});
  Run run{program, state, context, alternative, effect};
  const Control c = control(run);
  // What is pending waits for its CPU alone.
  if (c.status == Status::idle) return Outcome::stepped;
  if (c.status != Status::running) return Outcome::blocked;
  effect.step = position(run);
  return move(run, c);
}

bool at_rest(const Program& program, const Word* state, ContextId context) {
  return status(program, state, context) != Status::running;
}

StepId position(const Program& program, const Word* state, ContextId context) {
  if (at_rest(program, state, context)) return {};
  Effect effect;
  Run run{program, const_cast<Word*>(state), context, 0, effect};
  return position(run);
}

}  // namespace picket
