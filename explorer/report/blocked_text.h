// Who waits for whom and why, as sentences: the cycle or the hanging thread
// first, whoever waits for those indented below.
#pragma once

#include <string>
#include <vector>

#include "explorer/check/result.h"

namespace picket {

// Lines without line ends, indented by two for every consequence.
std::vector<std::string> blocked_sentences(
    const Scenario& scenario, const std::vector<BlockedContext>& blocked);

}  // namespace picket
