// The stack of a depth-first search over schedules: the present trace, the
// states along it, and at each depth what sleeps and what is still to explore.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "explorer/search/sleep_set.h"
#include "explorer/search/wakeup.h"
#include "spec/model/state.h"
#include "spec/model/trace.h"

namespace picket {

// What is known about the transitions from one place.
struct Junction {
  std::mutex mutex;  // to be held where several threads share the place
  Moves sleep;       // explored or being explored from here, or asleep on arrival
  WakeupTree wake;   // still to explore
};

// One place along a schedule. Reused, so that a search that goes back and forth
// does not allocate.
struct BranchPlace {
  State state;
  std::shared_ptr<Junction> junction = std::make_shared<Junction>();
  bool shared = false;  // with the branches of other threads
  bool crashed = false;  // some context has, on the way here
  bool limited = false;
};

inline std::unique_lock<std::mutex> hold(BranchPlace& place) {
  return place.shared ? std::unique_lock(place.junction->mutex)
                      : std::unique_lock<std::mutex>();
}

struct Branch {
  Trace trace;
  std::vector<BranchPlace> places;  // places[d]: before event d; one more
                                    // than there are events

  std::size_t depth() const { return trace.events.size(); }
  BranchPlace& here() { return places[depth()]; }
};

inline Move move_of(const Event& e) {
  return {{e.context, e.alternative}, e.footprint};
}

// A copy of the branch up to `depth`; from now on both share those places.
Branch share_prefix(Branch& branch, std::size_t depth);

}  // namespace picket
