// The end of a context: what may not be open then, and what dies with it.
#pragma once

#include "spec/semantics/run.h"
#include "spec/semantics/step.h"

namespace picket {

// The body has no further step. Ends a thread at once, unless objects stand on
// its stack; those, and workers, end in a transition of their own.
Act end_of_body(Run& run);

// That transition: the position is none and the context still runs.
Act leave_body(Run& run);

// Ends the context: its words become zero, its status `status`.
void stop(Run& run, Status status);

// A lock, section, interrupt or preemption state that this context has open.
bool has_open_state(Run& run);

}  // namespace picket
