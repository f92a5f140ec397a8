// The stack of a depth-first search over schedules: the present trace, the
// states along it, and at each depth what sleeps and what is still to explore.
#pragma once

#include <vector>

#include "explorer/search/sleep_set.h"
#include "explorer/search/wakeup.h"
#include "spec/model/state.h"
#include "spec/model/trace.h"

namespace picket {

// One place along a schedule. Reused, so that a search that goes back and forth
// does not allocate.
struct BranchPlace {
  State state;
  Moves sleep;  // explored or being explored from here, or asleep on arrival
  WakeupTree wake;       // still to explore
  bool crashed = false;  // some context has, on the way here
  bool limited = false;
};

// A sequence to be explored from a place that another branch owns.
struct Leftover {
  std::size_t place;
  Moves sequence;
};

struct Branch {
  Trace trace;
  std::vector<BranchPlace> places;  // places[d]: before event d; one more
                                    // than there are events
  std::size_t base = 0;             // places before it are another branch's
  std::vector<Leftover> leftovers;  // for those, in the order they came up

  std::size_t depth() const { return trace.events.size(); }
  BranchPlace& here() { return places[depth()]; }

  // Keeps `sequence` for exploration from that place unless it is covered.
  void keep(std::size_t place, const Moves& sequence) {
    const bool news = places[place].wake.insert(sequence);
    if (news && place < base) leftovers.push_back({place, sequence});
  }
};

inline Move move_of(const Event& e) {
  return {{e.context, e.alternative}, e.footprint};
}

}  // namespace picket
