// What the text of a program still holds for a context that stands at a step:
// everything it could execute behind it, executed or not.
//
// Must not know: states, traces.
#pragma once

#include <vector>

#include "spec/model/scenario.h"

namespace picket {

// Is it a wait with `timeout: 0`, which only looks?
bool polls(const Step& step);

// The functions a step may run in its own context: calls, fence callbacks,
// enable_signaling, release, reclaim.
std::vector<FunctionId> runs_functions(const Scenario& scenario,
                                       const Step& step);

// The steps a context may ever execute, by step: 1 for those.
std::vector<char> text_of(const Scenario& scenario, ContextId context);

// The steps a context may execute after `step`, by step: the rest of its
// function, what that runs, and what follows wherever the function is run from.
// `step` itself only if a loop leads back to it.
std::vector<char> text_after(const Scenario& scenario, ContextId context,
                             StepId step);

}  // namespace picket
