#include "explorer/search/reference.h"

#include "explorer/search/limit.h"

namespace picket {
namespace {

class Reference {
 public:
  Reference(const Program& program, const SearchOptions& options,
            Visitor& visitor)
      : program_(program), visitor_(visitor), gauge_(options) {
    trace_.contexts = program.scenario.contexts.size();
  }

  SearchSummary run() {
    extend(initial_state(program_));
    gauge_.finish(summary_);
    return summary_;
  }

 private:
  // Explores everything that can follow the present trace. False: stop.
  bool extend(const State& state) {
    if (!gauge_.go_on(summary_, trace_.events.size())) return false;
    bool moved = false;
    for (std::size_t c = 0; c < trace_.contexts; ++c) {
      int alternatives = 1;
      for (int a = 0; a < alternatives; ++a) {
        State next = state;
        const Outcome outcome =
            step(program_, next.data(), ContextId(c), a, effect_);
        alternatives = effect_.alternatives;
        if (outcome == Outcome::blocked) continue;
        if (!gauge_.depth_allowed(trace_.events.size())) return cut_off(state);
        moved = true;
        ++summary_.transitions;
        if (!take(make_event(ContextId(c), a, effect_, outcome), next))
          return false;
      }
    }
    return moved || end(state);
  }

  bool take(const Event& event, const State& next) {
    const bool crashed = trace_.crashed;
    const bool limited = trace_.limited;
    append_event(trace_, event);
    if (event.step.valid()) visitor_.on_step(event.step);
    const bool more = extend(next);
    trace_.events.pop_back();
    trace_.clocks.resize(trace_.events.size() * trace_.contexts);
    trace_.crashed = crashed;
    trace_.limited = limited;
    return more;
  }

  // What was seen of it counts; how it ends is not known.
  bool cut_off(const State& state) {
    gauge_.cut_off();
    const bool limited = trace_.limited;
    trace_.limited = true;
    const bool more = visitor_.on_schedule(trace_, state, 0);
    trace_.limited = limited;
    summary_.stopped |= !more;
    return more;
  }

  bool end(const State& state) {
    ++summary_.schedules;
    State last = state;
    add_pending(program_, last, trace_);
    summary_.deadlocked += !trace_.pending.empty();
    const bool more = visitor_.on_schedule(trace_, last, 0);
    trace_.pending.clear();
    summary_.stopped |= !more;
    return more;
  }

  const Program& program_;
  Visitor& visitor_;
  Gauge gauge_;
  Trace trace_;
  Effect effect_;
  SearchSummary summary_;
};

}  // namespace

SearchSummary search_reference(const Program& program,
                               const SearchOptions& options, Visitor& visitor) {
  return Reference(program, options, visitor).run();
}

}  // namespace picket
