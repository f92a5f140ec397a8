// Livelock: a cycle of states under weak fairness, in which some thread never
// finishes.
#pragma once

#include <vector>

#include "explorer/search/graph.h"
#include "spec/semantics/program.h"

namespace picket {

struct FairCycle {
  std::vector<ContextId> movers;  // contexts that take a step in it, sorted
  StateIndex entry = 0;           // first reached state of it
  Schedule round;                 // from entry back to entry
};

// The strongly connected components of the graph that can be followed for ever
// although every context that is enabled in all their states takes a step.
// Ordered by entry.
std::vector<FairCycle> fair_cycles(const Graph& graph, std::size_t contexts);

// Can the graph be followed for ever at all?
bool has_cycle(const Graph& graph);

}  // namespace picket
