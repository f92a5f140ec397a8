// Which lock class a step waits for, in a policy's eyes: what a context that is
// stuck there has in common with a report.
#pragma once

#include <string>

#include "spec/policies/policy.h"

namespace picket {

// Names as reports have them; empty: the policy knows nothing of that wait.
std::vector<std::string> classes_wanted(PolicyKind kind,
                                        const Scenario& scenario, StepId step);

// The class of the object itself: of a lock that is taken twice.
std::string class_of(const Scenario& scenario, ObjectId object);

}  // namespace picket
