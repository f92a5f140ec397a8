// Livelock: a cycle of states under weak fairness, in which some thread never
// finishes.
#pragma once

#include <vector>

#include "explorer/search/graph.h"
#include "spec/semantics/program.h"

namespace picket {

struct FairCycle {
  std::vector<ContextId> movers;  // contexts that take a step in it, sorted
  StateIndex entry = 0;           // where it begins
  Schedule round;                 // from entry back to entry
};

// Cycles that can be followed for ever although every context that is enabled
// in all their states takes a step, and everyone in line for a lock or a CPU
// who could get it in some of them. For each thread or item that some such
// cycle never lets finish there is one among them that shows it: in which it
// moves, or in which only daemons move and items that do finish, each time.
// Ordered by entry.
std::vector<FairCycle> fair_cycles(const Graph& graph,
                                   const Scenario& scenario);

// Can the graph be followed for ever at all?
bool has_cycle(const Graph& graph);

}  // namespace picket
