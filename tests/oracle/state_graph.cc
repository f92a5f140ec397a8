#include "tests/oracle/state_graph.h"

#include <algorithm>
#include <map>

#include "explorer/check/judge.h"
#include "spec/semantics/step.h"

namespace picket::oracle {
namespace {

class Unfolding {
 public:
  Unfolding(const Program& program, std::size_t most)
      : program_(program), most_(most) {
    graph_.executed.assign(program.scenario.steps.size(), 0);
  }

  StateGraph run() {
    node_of(initial_state(program_));
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      if (i > most_) {
        graph_.complete = false;
        break;
      }
      follow(i);
    }
    return std::move(graph_);
  }

 private:
  std::size_t node_of(const State& state) {
    const auto [at, fresh] = numbers_.emplace(state, graph_.nodes.size());
    if (fresh) graph_.nodes.push_back({state, {}, {}});
    return at->second;
  }

  void follow(std::size_t from) {
    const State state = graph_.nodes[from].state;
    const std::size_t contexts = program_.scenario.contexts.size();
    std::vector<StateGraph::Edge> edges;
    std::vector<char> enabled(contexts, 0);
    for (std::size_t c = 0; c < contexts; ++c) {
      int alternatives = 1;
      for (int a = 0; a < alternatives; ++a) {
        State next = state;
        const Outcome outcome =
            step(program_, next.data(), ContextId(c), a, effect_);
        alternatives = effect_.alternatives;
        if (outcome == Outcome::blocked) continue;
        enabled[c] = 1;
        note(ContextId(c), a, outcome);
        edges.push_back({node_of(next), ContextId(c), a});
      }
    }
    if (edges.empty()) end(state);
    graph_.nodes[from].edges = std::move(edges);
    graph_.nodes[from].enabled = std::move(enabled);
  }

  void note(ContextId context, int alternative, Outcome outcome) {
    if (effect_.step.valid()) graph_.executed[effect_.step.index()] = 1;
    if (outcome != Outcome::crashed) return;
    const Event event = make_event(context, alternative, effect_, outcome);
    graph_.findings.insert(key_of(finding_of_crash(event)));
  }

  void end(const State& state) {
    graph_.ends.insert(state);
    for (const EndFinding& end : analyse_end(program_, state).findings)
      graph_.findings.insert(key_of(finding_of_end(end)));
  }

  const Program& program_;
  const std::size_t most_;
  StateGraph graph_;
  std::map<State, std::size_t> numbers_;
  Effect effect_;
};

// Schedules from each state to an end, added up from the ends.
class Count {
 public:
  Count(const StateGraph& graph, std::uint64_t most)
      : graph_(graph),
        most_(most),
        from_(graph.nodes.size(), 0),
        place_(graph.nodes.size(), Place::new_) {}

  // A depth-first walk; a way back to where it still is goes round for ever.
  std::uint64_t run() {
    std::vector<Frame> stack{open(0)};
    while (!stack.empty()) {
      Frame& top = stack.back();
      const auto& edges = graph_.nodes[top.node].edges;
      if (top.next == edges.size()) {
        close(top.node);
        stack.pop_back();
        continue;
      }
      const std::size_t to = edges[top.next++].to;
      if (place_[to] == Place::open) return 0;
      if (place_[to] == Place::new_) stack.push_back(open(to));
    }
    return from_[0];
  }

 private:
  enum class Place : char { new_, open, closed };
  struct Frame {
    std::size_t node;
    std::size_t next = 0;
  };

  Frame open(std::size_t node) {
    place_[node] = Place::open;
    return {node};
  }

  void close(std::size_t node) {
    place_[node] = Place::closed;
    std::uint64_t sum = graph_.nodes[node].edges.empty();
    for (const StateGraph::Edge& e : graph_.nodes[node].edges)
      sum = std::min(most_, sum + from_[e.to]);
    from_[node] = sum;
  }

  const StateGraph& graph_;
  const std::uint64_t most_;
  std::vector<std::uint64_t> from_;
  std::vector<Place> place_;
};

}  // namespace

StateGraph state_graph(const Program& program, std::size_t most) {
  return Unfolding(program, most).run();
}

std::uint64_t schedules_of(const StateGraph& graph, std::uint64_t most) {
  return Count(graph, most).run();
}

}  // namespace picket::oracle
