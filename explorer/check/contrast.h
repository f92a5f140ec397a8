// The nearest schedule that passes: as long as possible the same as one that
// fails, then as short as possible.
//
// Must not know: how schedules are shown.
#pragma once

#include <functional>

#include "explorer/check/judge.h"
#include "explorer/search/execution.h"

namespace picket {

struct Contrast {
  bool found = false;
  Schedule passing;
  std::size_t common = 0;  // choices that both begin with
  bool complete = true;    // not found: there is none; else the search gave up
};

// Which findings make a schedule fail.
using Fails = std::function<bool(const RawFinding&)>;

// Keeps at most `most_states` states. Without `fails` every finding does.
Contrast nearest_passing(const Program& program, const Schedule& failing,
                         std::size_t most_states, const Fails& fails = {});

}  // namespace picket
