#include "explorer/counterexample/replay.h"

#include "spec/semantics/evaluate.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/step.h"
#include "spec/semantics/task.h"

namespace picket {
namespace {

Control control_of(const Program& program, const State& state, ContextId c) {
  return Control::unpack(state[static_cast<std::size_t>(
      program.layout.contexts[c.index()].control)]);
}

int depth_of(const Program& program, const State& state, ContextId c) {
  const int frames = control_of(program, state, c).depth;
  return frames > 0 ? frames - 1 : 0;
}

// The value of an expression as the context sees it in this state.
std::int32_t value_in(const Program& program, State state, ContextId context,
                      ExprId expression) {
  Effect effect;
  Run run{program, state.data(), context, 0, effect};
  return evaluate(run, expression);
}

bool has_condition(Op op) { return op == Op::if_ || op == Op::while_; }

Moment::Kind kind_of(const Scenario& scenario, const Effect& effect,
                     Status before, Outcome outcome) {
  if (!effect.step.valid())
    return before == Status::idle ? Moment::Kind::starts : Moment::Kind::ends;
  const bool untouched = outcome == Outcome::stepped && !effect.begins &&
                         !effect.happens && !effect.enters &&
                         scenario.step(effect.step).when.valid();
  // Later pieces of an operation neither begin nor, maybe, happen; what tells
  // a skipped step is that the operation had not begun, which the caller knows.
  return untouched ? Moment::Kind::skipped : Moment::Kind::step;
}

// Did the operation the context stands at begin in an earlier moment?
bool begun(const Program& program, const State& state, ContextId context) {
  State copy = state;
  Effect effect;
  Run run{program, copy.data(), context, 0, effect};
  return position(run).valid() &&
         (stage(run) != 0 || atomic(run).spin != Spin::none);
}

// Can the context take any alternative? If not, what the first one waits for.
struct Attempt {
  bool moves = false;
  Want want;
};

Attempt attempt_any(const Program& program, State state, ContextId context) {
  Attempt attempt;
  Effect effect;
  int alternatives = 1;
  for (int a = 0; a < alternatives && !attempt.moves; ++a) {
    attempt.moves =
        step(program, state.data(), context, a, effect) != Outcome::blocked;
    if (a == 0) attempt.want = effect.want;
    alternatives = effect.alternatives;
  }
  return attempt;
}

}  // namespace

Replay start_replay(const Program& program) {
  Replay r;
  r.states.push_back(initial_state(program));
  return r;
}

bool extend(const Program& program, Replay& r, const Choice& choice) {
  const Scenario& s = program.scenario;
  if (!choice.context.valid() || choice.context.index() >= s.contexts.size())
    return false;
  const State& before = r.states.back();
  const Status was = status(program, before.data(), choice.context);
  const bool in_progress =
      was == Status::running && begun(program, before, choice.context);
  State after = before;
  Effect effect;
  const Outcome outcome =
      step(program, after.data(), choice.context, choice.alternative, effect);
  if (outcome == Outcome::blocked || choice.alternative >= effect.alternatives)
    return false;
  Moment m;
  m.kind = in_progress ? Moment::Kind::step : kind_of(s, effect, was, outcome);
  m.choice = choice;
  m.step = effect.step;
  m.depth = depth_of(program, before, choice.context);
  m.begins = effect.begins;
  m.happens = effect.happens;
  m.enters = effect.enters;
  m.crashed = outcome == Outcome::crashed;
  m.limited = outcome == Outcome::limited;
  m.misuse = effect.misuse;
  m.culprit = effect.culprit;
  m.alternatives = effect.alternatives;
  m.result = effect.result;
  if (m.step.valid() && has_condition(s.step(m.step).op))
    m.result = value_in(program, before, choice.context,
                        s.step(m.step).operands[0].expression());
  r.moments.push_back(m);
  r.states.push_back(std::move(after));
  return true;
}

Standstill standstill_of(const Program& program, const State& state) {
  Standstill still;
  for (std::size_t c = 0; c < program.scenario.contexts.size(); ++c) {
    const ContextId context(c);
    const Status now = status(program, state.data(), context);
    if (now != Status::running && now != Status::idle) continue;
    const Attempt attempt = attempt_any(program, state, context);
    still.over = still.over && !attempt.moves;
    // A worker without anything to do is not stuck.
    const bool asleep =
        now == Status::idle && attempt.want.kind == Want::Kind::nothing;
    if (attempt.moves || asleep) continue;
    still.stuck.push_back(
        {context, position(program, state.data(), context),
         depth_of(program, state, context),
         now == Status::running && begun(program, state, context),
         attempt.want});
  }
  return still;
}

void find_stuck(const Program& program, Replay& r) {
  Standstill still = standstill_of(program, r.states.back());
  r.stuck = std::move(still.stuck);
  r.over = still.over;
}

Replay replay(const Program& program, const Schedule& schedule) {
  Replay r = start_replay(program);
  for (std::size_t i = 0; i < schedule.size(); ++i) {
    if (extend(program, r, schedule[i])) continue;
    r.refused = i;
    break;
  }
  find_stuck(program, r);
  return r;
}

}  // namespace picket
