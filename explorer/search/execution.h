// Running one schedule and keeping what happened: events, happens-before, the
// contexts that are blocked at the end.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "spec/model/schedule.h"
#include "spec/model/trace.h"
#include "spec/semantics/step.h"

namespace picket {

// Computes the clock of an event appended to `trace` (its footprint and
// context must be set; ordinal is assigned) and appends it. O(events).
void append_event(Trace& trace, Event event);

// An event from the effect of a transition that has been taken.
Event make_event(ContextId context, int alternative, const Effect& effect,
                 Outcome outcome);

struct Execution {
  State final_state;
  Trace trace;
  // Where the schedule could not be followed: index of the first choice that
  // was blocked or does not exist. None: it was followed to its end.
  std::optional<std::size_t> refused;
};

// Runs the choices in order. With `pending` true the blocked contexts at the
// end are added to the trace; ask for it only if nothing can move then.
Execution execute(const Program& program, const Schedule& schedule,
                  bool pending = true);

// Takes whatever can be taken until nothing can or there are `most` events, and
// adds what is blocked then.
void run_on(const Program& program, Execution& run, std::size_t most);

// Fills trace.pending from a state in which nothing can move. (Where something
// can, the state is changed and the result means nothing.)
void add_pending(const Program& program, State& state, Trace& trace);

}  // namespace picket
