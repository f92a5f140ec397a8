// Is what a context may still touch foreseen? The reduced search over states
// relies on it.
#pragma once

#include <string>

#include "spec/semantics/program.h"

namespace picket::oracle {

// Looks in every reachable state for a transition, or a blocked attempt, whose
// footprint semantics/future.h did not foresee there, and for a transition that
// makes it foresee more. "" if there are none, else what is wrong.
std::string broken_foresight(const Program& program);

}  // namespace picket::oracle
