// Several checks at a time; results in the order they were asked for.
#pragma once

#include <functional>
#include <vector>

#include "explorer/check/check.h"

namespace picket {

// Checks the scenarios on `options.jobs` threads (one check on one thread; a
// single scenario gets them all) and hands over each result in order, from the
// calling thread. `begin` is told, from any thread, which scenario is begun.
// Stops when `done` says false or the interrupt flag is set; a check that
// throws throws here.
void check_all(const std::vector<const Scenario*>& scenarios,
               const CheckOptions& options,
               const std::function<void(const Scenario&)>& begin,
               const std::function<bool(CheckResult)>& done);

}  // namespace picket
