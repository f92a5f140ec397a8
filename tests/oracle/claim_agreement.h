// Does the closure ever say that an object is out of a fence's way, where
// exploring without the object's signals loses the fence?
#pragma once

#include <cstdint>
#include <string>

#include "spec/model/scenario.h"

namespace picket::oracle {

struct ClaimAgreement {
  std::string difference;
  std::uint64_t pairs = 0;        // of an object and a fence, decided by both
  std::uint64_t blocking = 0;     // the exploration loses the fence
  std::uint64_t unreachable = 0;  // the closure finds no path
  std::uint64_t moot = 0;         // the scenario itself loses it, or crashes
  std::uint64_t large = 0;        // not explored to the end
};

// Looks at no more than `most` states of each exploration.
ClaimAgreement claim_agreement(const Scenario& scenario, std::uint64_t most);

}  // namespace picket::oracle
