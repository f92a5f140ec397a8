#include "explorer/search/fair_cycle.h"

#include <algorithm>
#include <queue>

namespace picket {
namespace {

// Tarjan's algorithm, iterative; calls `found` with each component.
class Components {
 public:
  explicit Components(const Graph& graph) : graph_(graph) {
    const std::size_t n = graph.links.size();
    first_.assign(n + 1, 0);
    for (const Edge& e : graph.edges) ++first_[e.from + 1];
    for (std::size_t i = 0; i < n; ++i) first_[i + 1] += first_[i];
  }

  const Edge* begin(StateIndex s) const {
    return graph_.edges.data() + first_[s];
  }
  const Edge* end(StateIndex s) const {
    return graph_.edges.data() + first_[s + 1];
  }

  template <class Found>
  void find(Found found) {
    const std::size_t n = graph_.links.size();
    number_.assign(n, 0);
    low_.assign(n, 0);
    on_stack_.assign(n, 0);
    for (std::size_t s = 0; s < n; ++s)
      if (number_[s] == 0) visit(static_cast<StateIndex>(s), found);
  }

 private:
  struct Frame {
    StateIndex state;
    const Edge* next;
  };

  void open(StateIndex s) {
    number_[s] = low_[s] = ++counter_;
    stack_.push_back(s);
    on_stack_[s] = 1;
    frames_.push_back({s, begin(s)});
  }

  template <class Found>
  void visit(StateIndex root, Found found) {
    open(root);
    while (!frames_.empty()) {
      Frame& frame = frames_.back();
      const StateIndex s = frame.state;
      if (frame.next != end(s)) {
        const StateIndex to = (frame.next++)->to;
        if (number_[to] == 0) {
          open(to);
        } else if (on_stack_[to]) {
          low_[s] = std::min(low_[s], number_[to]);
        }
        continue;
      }
      frames_.pop_back();
      if (!frames_.empty())
        low_[frames_.back().state] =
            std::min(low_[frames_.back().state], low_[s]);
      if (low_[s] == number_[s]) close(s, found);
    }
  }

  template <class Found>
  void close(StateIndex s, Found found) {
    std::vector<StateIndex> component;
    StateIndex top;
    do {
      top = stack_.back();
      stack_.pop_back();
      on_stack_[top] = 0;
      component.push_back(top);
    } while (top != s);
    std::sort(component.begin(), component.end());
    found(component);
  }

  const Graph& graph_;
  std::vector<std::size_t> first_;
  std::vector<std::uint32_t> number_, low_;
  std::vector<char> on_stack_;
  std::vector<StateIndex> stack_;
  std::vector<Frame> frames_;
  std::uint32_t counter_ = 0;
};

// A walk from `from` to a state that satisfies `goal`, inside the component;
// appends it to `walk` and returns where it ends.
template <class Goal>
StateIndex walk_to(const Components& graph, const std::vector<char>& inside,
                   StateIndex from, Schedule& walk, Goal goal) {
  std::vector<const Edge*> came(inside.size(), nullptr);
  std::vector<char> seen(inside.size(), 0);
  std::queue<StateIndex> todo;
  todo.push(from);
  seen[from] = 1;
  while (!todo.empty()) {
    const StateIndex s = todo.front();
    todo.pop();
    for (const Edge* e = graph.begin(s); e != graph.end(s); ++e) {
      if (!inside[e->to]) continue;
      const bool done = goal(*e);
      if (!done && seen[e->to]) continue;
      if (done) {
        Schedule steps;
        steps.push_back({ContextId(std::int32_t{e->context}), e->alternative});
        for (StateIndex at = s; at != from; at = came[at]->from)
          steps.push_back({ContextId(std::int32_t{came[at]->context}),
                           came[at]->alternative});
        walk.insert(walk.end(), steps.rbegin(), steps.rend());
        return e->to;
      }
      seen[e->to] = 1;
      came[e->to] = e;
      todo.push(e->to);
    }
  }
  return from;
}

}  // namespace

bool has_cycle(const Graph& graph) {
  Components components(graph);
  bool found = false;
  components.find([&](const std::vector<StateIndex>& states) {
    found |= states.size() > 1;
  });
  return found || std::any_of(graph.edges.begin(), graph.edges.end(),
                              [](const Edge& e) { return e.from == e.to; });
}

std::vector<FairCycle> fair_cycles(const Graph& graph, std::size_t contexts) {
  Components components(graph);
  std::vector<FairCycle> cycles;
  std::vector<char> inside(graph.links.size(), 0);
  components.find([&](const std::vector<StateIndex>& states) {
    for (StateIndex s : states) inside[s] = 1;
    std::vector<char> moves(contexts, 0);
    std::vector<char> always(contexts, 1);
    bool turns = false;
    for (StateIndex s : states) {
      for (std::size_t c = 0; c < contexts; ++c)
        always[c] = always[c] && graph.enabled[s][c];
      for (const Edge* e = components.begin(s); e != components.end(s); ++e)
        if (inside[e->to]) {
          turns = true;
          moves[e->context] = 1;
        }
    }
    bool fair = turns;
    for (std::size_t c = 0; c < contexts; ++c) fair &= !always[c] || moves[c];
    if (fair) {
      FairCycle cycle;
      cycle.entry = states.front();
      StateIndex at = cycle.entry;
      for (std::size_t c = 0; c < contexts; ++c) {
        if (!moves[c]) continue;
        cycle.movers.push_back(ContextId(c));
        at = walk_to(components, inside, at, cycle.round,
                     [&](const Edge& e) { return e.context == c; });
      }
      if (at != cycle.entry)
        walk_to(components, inside, at, cycle.round,
                [&](const Edge& e) { return e.to == cycle.entry; });
      cycles.push_back(std::move(cycle));
    }
    for (StateIndex s : states) inside[s] = 0;
  });
  std::sort(
      cycles.begin(), cycles.end(),
      [](const FairCycle& a, const FairCycle& b) { return a.entry < b.entry; });
  return cycles;
}

}  // namespace picket
