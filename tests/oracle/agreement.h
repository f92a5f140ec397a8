// Do independent pieces of picket say the same about a scenario? The searches
// among each other, dependence and the steps, the foreseen and the actual
// footprints.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "spec/model/scenario.h"

namespace picket::oracle {

struct Agreement {
  enum class Kind : std::uint8_t { agree, too_large, disagree };
  Kind kind = Kind::agree;
  std::string difference;  // where they part: both sides
  std::uint64_t interleavings = 0;
  std::uint64_t classes = 0;
  std::uint64_t states = 0;
  std::uint64_t reduced_states = 0;
  std::uint64_t findings = 0;
  std::vector<char> executed;  // steps that reference has executed
};

// `most` interleavings are looked at, else the scenario is too large.
Agreement search_agreement(const Scenario& scenario, std::uint64_t most);

}  // namespace picket::oracle
