// Which lock class a step waits for, in a policy's eyes: what a context that is
// stuck there has in common with a report.
#pragma once

#include <string>
#include <vector>

#include "spec/model/scenario.h"
#include "spec/model/trace.h"
#include "spec/policies/policy_kind.h"

namespace picket {

// Names as reports have them; empty: the policy knows nothing of that wait.
std::vector<std::string> classes_wanted(PolicyKind kind,
                                        const Scenario& scenario, StepId step);

// What a context holds in a policy's eyes.
struct ClassHeld {
  std::string name;
  bool annotation = false;  // of a lockdep_map, which keeps nobody out
};

// By context: held at the end of the schedule.
std::vector<std::vector<ClassHeld>> classes_held(PolicyKind kind,
                                                 const Scenario& scenario,
                                                 const Trace& trace);

// The class of the object itself: of a lock that is taken twice.
std::string class_of(const Scenario& scenario, ObjectId object);

}  // namespace picket
