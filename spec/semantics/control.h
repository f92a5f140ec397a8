// Control flow: edges between steps, calls, choices.
#pragma once

#include "spec/semantics/run.h"

namespace picket {

Act run_control(Run& run);  // if, while, choose, call, return, goto, nop, …

// Everything of this context that comes before its next visible step: control
// flow over local variables, ends of functions. Ends the context at the end of
// its body. At most one round of a loop, so that it always returns.
// Act::crashed: the context ended with something open. Act::done otherwise.
Act settle(Run& run);

}  // namespace picket
