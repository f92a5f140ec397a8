// The reachable states as a graph: how each was first reached, and, where
// cycles are possible, every transition between them.
#pragma once

#include <cstdint>
#include <vector>

#include "spec/model/schedule.h"

namespace picket {

using StateIndex = std::uint32_t;

// How a state was first reached. The first state is its own parent.
struct Link {
  StateIndex parent = 0;
  std::uint16_t context = 0;
  std::uint16_t alternative = 0;
};

struct Edge {
  StateIndex from = 0;
  StateIndex to = 0;
  std::uint16_t context = 0;
  std::uint16_t alternative = 0;
};

struct Graph {
  std::vector<Link> links;                 // per state
  std::vector<Edge> edges;                 // sorted by `from`
  std::vector<std::vector<bool>> enabled;  // per state, per context

  Schedule path_to(StateIndex state) const {
    Schedule schedule;
    for (; state != 0; state = links[state].parent)
      schedule.push_back({ContextId(std::int32_t{links[state].context}),
                          std::int32_t{links[state].alternative}});
    return {schedule.rbegin(), schedule.rend()};
  }
};

}  // namespace picket
