// Is an annotation policy's report real? Compares it with the cycles along
// which schedules of the scenario get stuck, then with those of enlarged
// scenarios.
//
// Verdicts are about cycles of lock classes: a schedule is along a reported
// cycle if every context of its own cycle waits for a class of the report.
#pragma once

#include "explorer/check/enlarged_ends.h"
#include "explorer/check/policy_watch.h"
#include "explorer/check/result.h"

namespace picket {

// `enlarged`: for this scenario; shared by whoever asks about it.
PolicyResult adjudicated(PolicyKind kind, const Scenario& scenario,
                         const PolicyWatch& watch, EnlargedEnds& enlarged);

// How the result differs from what the scenario expects; "" if it does not.
std::string missed_expectation(const PolicyResult& result,
                               const std::vector<std::string>& expected);

}  // namespace picket
