// Is a rule set stricter than another: does it accept only behaviours that the
// other accepts too?
//
// Proved with Z3, rule by rule of the base, over all well-formed behaviours up
// to a length that is enough (small_model.h); else the shortest behaviour that
// the base forbids and the custom rules accept, which the judges of schedules
// confirm before it is shown.
#pragma once

#include <atomic>

#include "explorer/check/result.h"
#include "spec/rules/behaviour.h"

namespace picket {

struct StrictnessLimits {
  std::size_t events = 48;       // of a behaviour
  std::size_t contexts = 10;     // in it
  unsigned effort = 40'000'000;  // of the solver, for each question
  const std::atomic<bool>* interrupt = nullptr;
};

StrictnessResult compare_strictness(const Scenario& scenario,
                                    const Strictness& strictness,
                                    const StrictnessLimits& limits);

// Fills result.strictness; what is not stricter becomes a finding `rule: ID`,
// what is left open the limit of the check, if there is no other.
void check_strictness(const Scenario& scenario, const StrictnessLimits& limits,
                      CheckResult& result);

}  // namespace picket
