// The claims of a scenario: are the verdicts those claimed?
#pragma once

#include "explorer/check/result.h"
#include "explorer/search/search.h"

namespace picket {

// Fills result.claims; every claim that is refuted becomes a finding, the first
// undetermined one the limit of the check, if there is no other.
void check_claims(const Scenario& scenario, const SearchOptions& options,
                  CheckResult& result);

}  // namespace picket
