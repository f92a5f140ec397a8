// All states of a scenario and every transition between them, made with nothing
// but step(): what the searches are measured against.
//
// Must not know: any search, fairness.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "spec/model/state.h"
#include "spec/semantics/program.h"

namespace picket::oracle {

struct StateGraph {
  struct Edge {
    std::size_t to = 0;
    ContextId context;
    int alternative = 0;
  };
  struct Node {
    State state;
    std::vector<Edge> edges;
    std::vector<char> enabled;  // per context
  };

  std::vector<Node> nodes;         // the first one first
  std::set<std::string> findings;  // misuses, assertions, what is met at ends
  std::set<State> ends;            // states in which nothing can move
  std::vector<char> executed;      // per step
  bool complete = true;            // false: there are more states
};

StateGraph state_graph(const Program& program, std::size_t most);

// How many schedules there are, at most so many; 0 if there are endless ones.
std::uint64_t schedules_of(const StateGraph& graph, std::uint64_t most);

}  // namespace picket::oracle
