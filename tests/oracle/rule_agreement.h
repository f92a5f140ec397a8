// Do both solvers say of every class of a scenario's schedules what a look at
// each of its linear orders says about the rules? And do those that are broken
// at all break in some schedule as it runs?
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "spec/model/scenario.h"

namespace picket::oracle {

struct RuleTally {
  std::uint64_t classes = 0;   // that were enumerated
  std::uint64_t larger = 0;    // that have too many linear orders for it
  std::uint64_t violated = 0;  // of the enumerated ones
  bool in_schedules = false;   // looked for in every schedule as it runs
};

struct RuleAgreement {
  std::string difference;
  std::vector<RuleTally> rules;  // of the scenario
  std::uint64_t classes = 0;     // of its schedules
  bool all = false;              // there are no more
};

// Over at most so many classes.
RuleAgreement rule_agreement(const Scenario& scenario, std::uint64_t classes);

}  // namespace picket::oracle
