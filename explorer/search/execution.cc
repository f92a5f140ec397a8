#include "explorer/search/execution.h"

#include <algorithm>

namespace picket {

Event make_event(ContextId context, int alternative, const Effect& effect,
                 Outcome outcome) {
  Event e;
  e.context = context;
  e.step = effect.step;
  e.alternative = alternative;
  e.begins = effect.begins;
  e.happens = effect.happens;
  e.ends = effect.ends;
  e.exits = effect.exits;
  e.crashes = outcome == Outcome::crashed;
  e.limited = outcome == Outcome::limited;
  e.misuse = effect.misuse;
  e.culprit = effect.culprit;
  e.alternatives = effect.alternatives;
  e.signals = effect.signals;
  e.published = effect.published;
  e.takes = effect.takes;
  e.drops = effect.drops;
  e.section = effect.section;
  e.result = effect.result;
  e.footprint = effect.footprint;
  return e;
}

void append_event(Trace& trace, Event event) {
  const std::size_t n = trace.events.size();
  const std::size_t width = trace.contexts;
  trace.clocks.resize((n + 1) * width);
  std::uint16_t* clock = &trace.clocks[n * width];
  std::fill_n(clock, width, std::uint16_t{0});
  const std::size_t self = event.context.index();
  event.ordinal = 1;
  // Latest first: an event already covered by the clock adds nothing.
  for (std::size_t i = n; i-- > 0;) {
    const Event& e = trace.events[i];
    const bool own = e.context == event.context;
    if (own) event.ordinal = std::max(event.ordinal, e.ordinal + 1);
    if (clock[e.context.index()] >= static_cast<std::uint16_t>(e.ordinal))
      continue;
    if (!own && !conflict(e.footprint, event.footprint)) continue;
    const std::uint16_t* row = &trace.clocks[i * width];
    for (std::size_t c = 0; c < width; ++c)
      clock[c] = std::max(clock[c], row[c]);
  }
  clock[self] = static_cast<std::uint16_t>(event.ordinal);
  trace.crashed |= event.crashes;
  trace.limited |= event.limited;
  trace.events.push_back(event);
}

void add_pending(const Program& program, State& state, Trace& trace) {
  trace.pending.clear();
  Effect effect;
  for (std::size_t c = 0; c < program.scenario.contexts.size(); ++c) {
    const ContextId context(c);
    if (at_rest(program, state.data(), context)) continue;
    PendingAttempt p;
    p.context = context;
    p.step = position(program, state.data(), context);
    const bool blocked =
        step(program, state.data(), context, 0, effect) == Outcome::blocked;
    p.begun = !effect.begins;
    if (!blocked) return;  // something can still move: not an end
    trace.pending.push_back(p);
  }
}

Execution execute(const Program& program, const Schedule& schedule,
                  bool pending) {
  Execution run;
  run.final_state = initial_state(program);
  run.trace.contexts = program.scenario.contexts.size();
  Effect effect;
  for (std::size_t i = 0; i < schedule.size(); ++i) {
    const Choice& choice = schedule[i];
    const bool known =
        choice.context.valid() && choice.context.index() < run.trace.contexts;
    const Outcome outcome =
        known ? step(program, run.final_state.data(), choice.context,
                     choice.alternative, effect)
              : Outcome::blocked;
    if (outcome == Outcome::blocked ||
        choice.alternative >= effect.alternatives) {
      run.refused = i;
      return run;
    }
    append_event(run.trace, make_event(choice.context, choice.alternative,
                                       effect, outcome));
  }
  if (pending) {
    State scratch = run.final_state;
    add_pending(program, scratch, run.trace);
  }
  return run;
}

void run_on(const Program& program, Execution& run, std::size_t most) {
  Effect effect;
  const auto take_any = [&] {
    for (std::size_t c = 0; c < run.trace.contexts; ++c) {
      int alternatives = 1;
      for (int a = 0; a < alternatives; ++a) {
        const Outcome outcome =
            step(program, run.final_state.data(), ContextId(c), a, effect);
        alternatives = effect.alternatives;
        if (outcome == Outcome::blocked) continue;
        append_event(run.trace, make_event(ContextId(c), a, effect, outcome));
        return true;
      }
    }
    return false;
  };
  while (run.trace.events.size() < most && take_any()) {
  }
  State scratch = run.final_state;
  add_pending(program, scratch, run.trace);
}

}  // namespace picket
