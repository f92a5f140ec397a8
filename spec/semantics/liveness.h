// Which local variables still matter at a step. The others are forgotten, so
// that states that differ only in values nobody will read are one state.
//
// Backward data flow over the edges of each function (Aho et al., live
// variables); a call may read whatever the called function mentions.
#pragma once

#include <cstdint>
#include <vector>

#include "spec/model/scenario.h"

namespace picket {

struct Liveness {
  // Per step: bit i is set if local i of the step's function (as
  // Function::locals orders them) may be read from here on. Locals beyond the
  // 32nd always count as read.
  std::vector<std::uint32_t> at;
};

Liveness live_locals(const Scenario& scenario);

}  // namespace picket
