// Parts of a graph of states in which every state can be reached from every
// other: its strongly connected components.
//
// After Tarjan: Depth-first search and linear graph algorithms (SIAM J. Comput.
// 1972), iterative.
#pragma once

#include <algorithm>
#include <vector>

#include "explorer/search/graph.h"

namespace picket {

using States = std::vector<StateIndex>;  // sorted
using Movers = std::vector<char>;        // by context: does it move?

class Components {
 public:
  explicit Components(const Graph& graph);

  // Those that can be followed for ever by moves of `movers` alone, among the
  // given states.
  std::vector<States> of(const States& among, const Movers& movers);

  const Edge* begin(StateIndex s) const {
    return graph_.edges.data() + first_[s];
  }
  const Edge* end(StateIndex s) const {
    return graph_.edges.data() + first_[s + 1];
  }

 private:
  struct Frame {
    StateIndex state;
    const Edge* next;
  };

  void open(StateIndex s);
  void visit(StateIndex root, const Movers& movers, std::vector<States>& out);
  void close(StateIndex s, const Movers& movers, std::vector<States>& out);

  const Graph& graph_;
  std::vector<std::size_t> first_;  // edge of each state
  std::vector<std::uint32_t> number_, low_;
  std::vector<char> inside_, on_stack_;
  States stack_;
  std::vector<Frame> frames_;
  std::uint32_t counter_ = 0;
};

inline States all_states(const Graph& graph) {
  States all(graph.links.size());
  for (std::size_t i = 0; i < all.size(); ++i)
    all[i] = static_cast<StateIndex>(i);
  return all;
}

}  // namespace picket
