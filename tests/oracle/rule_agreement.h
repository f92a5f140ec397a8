// Do both solvers say of every class of a scenario's schedules what a look at
// each of its linear orders says about the rules?
#pragma once

#include <cstdint>
#include <string>

#include "spec/model/scenario.h"

namespace picket::oracle {

struct RuleAgreement {
  std::string difference;
  std::uint64_t classes = 0;   // that were enumerated
  std::uint64_t larger = 0;    // that have too many linear orders for it
  std::uint64_t violated = 0;  // of the enumerated ones
};

// For the scenario's first rule, over at most so many classes.
RuleAgreement rule_agreement(const Scenario& scenario, std::uint64_t classes);

}  // namespace picket::oracle
