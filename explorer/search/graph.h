// The reachable states as a graph: how each was first reached, and, where
// cycles are possible, every transition between them.
#pragma once

#include <cstdint>
#include <vector>

#include "spec/model/event_facts.h"
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

// What is so of a context in a state.
struct Mark {
  static constexpr std::uint8_t kEnabled = 1;  // it can move
  static constexpr std::uint8_t kRunning = 2;  // its body has not ended
  static constexpr std::uint8_t kStopped = 4;  // by a misuse or a limit
  static constexpr std::uint8_t kInLine = 8;   // if it could go on, it would
};

struct Graph {
  std::vector<Link> links;          // per state
  std::vector<Edge> edges;          // sorted by `from`
  std::vector<std::uint8_t> marks;  // per state, per context
  std::size_t contexts = 0;
  // If somebody wants to see them: what every transition was, as an index into
  // the different ones, and the states in which nothing can move, as they were
  // met.
  std::vector<std::uint32_t> labels;  // per edge
  std::vector<EventFacts> events;
  std::vector<StateIndex> ends;

  bool is(StateIndex state, std::size_t context, std::uint8_t mark) const {
    return marks[state * contexts + context] & mark;
  }

  Schedule path_to(StateIndex state) const {
    Schedule schedule;
    for (; state != 0; state = links[state].parent)
      schedule.push_back({ContextId(std::int32_t{links[state].context}),
                          std::int32_t{links[state].alternative}});
    return {schedule.rbegin(), schedule.rend()};
  }
};

}  // namespace picket
