// The ways through the contexts of a scenario, from the graph of its states:
// each context's ways to a state are followed beside those of the others, so
// that nothing is searched again.
//
// Must not know: policies.
#pragma once

#include <vector>

#include "explorer/search/graph.h"
#include "spec/model/trace.h"
#include "spec/policies/ways.h"

namespace picket {

// `pending`: by end of the graph, who is blocked there.
void add_ways(const Graph& graph,
              const std::vector<std::vector<PendingAttempt>>& pending,
              Ways& ways);

}  // namespace picket
