// A place along a schedule: the state there, and what is to be explored from
// it.
#pragma once

#include "explorer/search/sleep_set.h"
#include "spec/model/state.h"

namespace picket {

// Reused, so that a search that goes back and forth does not allocate.
struct TreePlace {
  State state;
  Moves sleep;  // explored or being explored from here, or asleep on arrival
  Moves moves;  // to take from here, in this order
  std::size_t next = 0;  // of moves: the first one not yet taken
  bool led_on = false;   // some move has
  bool crashed = false;  // some context has, on the way here
  bool limited = false;

  bool has_more() const { return next < moves.size(); }
};

}  // namespace picket
