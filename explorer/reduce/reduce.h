// A smaller scenario with the same finding.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "explorer/check/check.h"

namespace picket {

struct Reduction {
  std::string yaml;   // expects the finding; "" if there is none
  std::string error;  // why there is none, as a clause
  std::string finding;
  std::size_t steps_before = 0, steps_after = 0;
  bool interrupted = false;  // more may be dropped
};

// What a scenario has to say and does not say more often than it has to:
// steps of its text, each once.
std::size_t written_steps(const Scenario& scenario);

struct ReduceOptions {
  std::string finding;    // as `expect` or the check names it; "": the first
                          // that has a schedule
  bool smallest = false;  // may find what the larger scenario did not
  CheckOptions check;     // its interrupt ends it early with what it has
};

Reduction reduced(const Scenario& scenario, const ReduceOptions& options);

}  // namespace picket
