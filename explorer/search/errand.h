// A part of a search over schedules that can be explored on its own: by another
// thread, or another day.
#pragma once

#include <vector>

#include "spec/model/schedule.h"

namespace picket {

// Follow the way, then take the moves, in this order, each with all that can
// come after it; what is asleep there is somebody else's. The errand without
// moves is everything there is.
struct Errand {
  Schedule way;
  Schedule sleep;
  Schedule moves;
};

using Errands = std::vector<Errand>;

}  // namespace picket
