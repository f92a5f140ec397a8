// Scenarios in which more can happen than in the given one: each names one
// assumption that a policy which knows classes only makes silently.
#pragma once

#include <string>
#include <vector>

#include "spec/model/scenario.h"

namespace picket {

struct Enlarged {
  std::string assumption;  // "another copy of thread evict runs"
  Scenario scenario;
};

// From the weakest to the strongest assumption. `classes`: those of the report,
// whose locks are no gates to be split. `fences_alike`: all fences are of one
// class, whatever the scenario says.
std::vector<Enlarged> enlargements(const Scenario& scenario,
                                   const std::vector<std::string>& classes,
                                   bool fences_alike);

}  // namespace picket
