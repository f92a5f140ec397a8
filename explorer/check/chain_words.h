// A chain of the closure in the scenario's words.
#pragma once

#include <string>
#include <vector>

#include "spec/claims/closure.h"

namespace picket {

// One sentence a link, no full stop: "mutex m is held by ioctl while it needs
// completion done (line 12)".
std::vector<std::string> chain_words(const Scenario& scenario,
                                     const Closure& closure,
                                     const std::vector<ClosureLink>& chain);

}  // namespace picket
