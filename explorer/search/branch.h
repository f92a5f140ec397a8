// The stack of a depth-first search over schedules: the present trace, the
// states along it, and at each depth what sleeps and what is still to explore.
#pragma once

#include <vector>

#include "explorer/search/sleep_set.h"
#include "explorer/search/wakeup.h"
#include "spec/model/state.h"
#include "spec/model/trace.h"

namespace picket {

// One place along the present schedule. Reused, so that a search that goes
// back and forth does not allocate.
struct BranchPlace {
  State state;
  Moves sleep;      // explored from here, or asleep on arrival
  WakeupTree wake;  // still to explore
};

struct Branch {
  Trace trace;
  std::vector<BranchPlace> places;  // places[d]: before event d; one more than events

  std::size_t depth() const { return trace.events.size(); }
};

inline Move move_of(const Event& e) {
  return {{e.context, e.alternative}, e.footprint};
}

}  // namespace picket
