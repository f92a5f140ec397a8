// From what a search met to what a user is shown: the shortest witness,
// replayed before anybody sees it, and the words.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "explorer/check/judge.h"
#include "explorer/check/result.h"

namespace picket {

// Sorted by key. `shortest_ends` says that the search was one that comes to
// every end by a shortest way; if not, that search is made too. Throws
// ContractViolation if a finding does not replay.
std::vector<Finding> finished_findings(const Program& program,
                                       std::map<std::string, RawFinding>& raw,
                                       bool shortest_ends);

}  // namespace picket
