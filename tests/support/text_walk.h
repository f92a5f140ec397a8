// What a program text still holds behind a step, found by walking it with an
// explicit call stack.
#pragma once

#include <set>
#include <vector>

#include "spec/model/scenario.h"

namespace picket::test {

// Fences, completions and work items that a wait step names; none otherwise.
std::vector<ObjectId> waited_for(const Scenario& scenario, const Step& step);

// Is what `add` puts into a reservation waited for by `wait` there?
bool waits_for_fence_added(const Scenario& scenario, const Step& wait,
                           const Step& add);

// What the context could still signal after standing at the step.
std::set<ObjectId> signals_behind(const Scenario& scenario, ContextId context,
                                  StepId step);

}  // namespace picket::test
