// A trace as a scenario of what ran in it, to ask what else could have.
//
// Must not know: the file the trace comes from.
#pragma once

#include "explorer/exchange/draft.h"
#include "explorer/exchange/trace_run.h"

namespace picket {

// Without threads if nothing of the trace can be a step.
Draft draft_trace(const TraceRun& run);

}  // namespace picket
