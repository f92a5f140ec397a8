// Which steps made an edge of lockdep's graph.
//
// Must not know: the graph.
#pragma once

#include "spec/base/id.h"

namespace picket {

// Where the edge was seen first. Without steps: it is part of the priming.
struct EdgeSource {
  ContextId context;
  StepId held;
  StepId wanted;
};

}  // namespace picket
