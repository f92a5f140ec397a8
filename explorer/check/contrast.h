// The nearest schedule that passes: as long as possible the same as one that
// fails, then as short as possible.
//
// Must not know: how schedules are shown.
#pragma once

#include "explorer/search/execution.h"

namespace picket {

struct Contrast {
  bool found = false;
  Schedule passing;
  std::size_t common = 0;  // choices that both begin with
  bool complete = true;    // not found: there is none; else the search gave up
};

// Keeps at most `most_states` states.
Contrast nearest_passing(const Program& program, const Schedule& failing,
                         std::size_t most_states);

}  // namespace picket
