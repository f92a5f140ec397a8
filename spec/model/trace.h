// A trace: the events of one schedule and their happens-before order. All
// schedules of one class have the same trace up to renumbering.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "spec/base/id.h"
#include "spec/model/finding.h"
#include "spec/model/footprint.h"

namespace picket {

// One transition that happened.
struct Event {
  ContextId context;
  StepId step;
  std::int32_t alternative = 0;
  std::int32_t ordinal = 0;  // 1 for the first event of its context
  bool begins = false;       // see Effect
  bool happens = false;
  bool ends = false;
  bool exits = false;
  bool crashes = false;  // misuse or failed assertion: the context stops
  bool limited = false;  // an unrolled loop ran out: it stops too
  std::optional<Misuse> misuse;  // if it crashes; none: a failed assertion
  ObjectId culprit;
  std::int32_t alternatives = 1;  // how many this transition had
  ObjectId signals;
  ObjectId published;
  ObjectId takes;  // see Effect
  ObjectId drops;
  std::int32_t section = -1;
  std::int32_t result = 0;
  Footprint footprint;
};

// A context that is blocked at the end of the schedule.
struct PendingAttempt {
  ContextId context;
  StepId step;
  bool begun = false;  // earlier transitions of the operation are in `events`
};

struct Trace {
  std::vector<Event> events;  // in the order of the schedule
  // clocks[e * contexts + c]: how many events of context c happen before
  // event e or are e.
  std::vector<std::uint16_t> clocks;
  std::size_t contexts = 0;
  std::vector<PendingAttempt> pending;
  bool crashed = false;  // some context stopped by misuse or assertion
  bool limited = false;  // some context stopped by a limit

  bool before(EventId a, EventId b) const {
    const Event& e = events[a.index()];
    return a != b && clocks[b.index() * contexts + e.context.index()] >=
                         static_cast<std::uint16_t>(e.ordinal);
  }
};

}  // namespace picket
