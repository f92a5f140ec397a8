// What a search over schedules that was ended by a limit or an interrupt leaves
// behind, so that another check can go on where it stopped.
//
// Must not know: files.
#pragma once

#include <vector>

#include "explorer/check/counts.h"
#include "explorer/search/errand.h"

namespace picket {

struct Checkpoint {
  Errands errands;                  // what is still to be explored
  Counts counts;                    // so far
  std::vector<Schedule> witnesses;  // of what was found
  // By index: were they ever executed, did they ever apply, was a question
  // left open?
  std::vector<char> steps_seen, rules_applied, rules_undecided;
};

}  // namespace picket
