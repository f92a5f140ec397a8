#include "explorer/search/fair_cycle.h"

#include <algorithm>
#include <map>

#include "explorer/search/components.h"

namespace picket {
namespace {

class FairCycles {
 public:
  FairCycles(const Graph& graph, const Scenario& scenario)
      : graph_(graph),
        scenario_(scenario),
        contexts_(scenario.contexts.size()),
        components_(graph),
        inside_(graph.links.size(), 0),
        came_(graph.links.size(), nullptr) {}

  std::vector<FairCycle> run() {
    look_into(all_states(graph_));
    return rounds();
  }

 private:
  void look_into(const States& among) {
    for (const States& part : components_.of(among, Movers(contexts_, 1))) {
      const Movers movers = movers_in(part, Movers(contexts_, 1));
      if (stopped(part.front()) || !fair(part, movers)) continue;
      const States rest = passed_over(part, movers);
      if (rest.size() < part.size()) {
        look_into(rest);
        continue;
      }
      add(part, movers);
      add_without_progress(part, movers);
      for (std::size_t c = 0; c < contexts_; ++c)
        if (is_item(c)) add_running(part, movers, c);
    }
  }

  bool is_item(std::size_t c) const {
    return scenario_.contexts[c].work.valid();
  }
  bool goes_on(std::size_t c) const {
    return scenario_.contexts[c].daemon || is_item(c);
  }

  Movers movers_in(const States& part, const Movers& among) {
    for (const StateIndex s : part) inside_[s] = 1;
    Movers movers(contexts_, 0);
    for (const StateIndex s : part)
      for (const Edge* e = components_.begin(s); e != components_.end(s); ++e)
        if (inside_[e->to] && among[e->context]) movers[e->context] = 1;
    for (const StateIndex s : part) inside_[s] = 0;
    return movers;
  }

  bool always(const States& part, std::size_t c, std::uint8_t mark) const {
    return std::all_of(part.begin(), part.end(),
                       [&](StateIndex s) { return graph_.is(s, c, mark); });
  }

  // A misuse ends the schedule; behind a limit nothing is known.
  bool stopped(StateIndex s) const {
    for (std::size_t c = 0; c < contexts_; ++c)
      if (graph_.is(s, c, Mark::kStopped)) return true;
    return false;
  }

  // If a part is not, nothing within it is: who can always move can there, too.
  bool fair(const States& part, const Movers& movers) const {
    for (std::size_t c = 0; c < contexts_; ++c)
      if (!movers[c] && always(part, c, Mark::kEnabled)) return false;
    return true;
  }

  // Without the states in which somebody who is always in line, and never moves
  // here, could go on: through those it does at last.
  States passed_over(const States& part, const Movers& movers) const {
    States rest = part;
    for (std::size_t c = 0; c < contexts_; ++c)
      if (!movers[c] && always(part, c, Mark::kInLine))
        std::erase_if(rest, [&](StateIndex s) {
          return graph_.is(s, c, Mark::kEnabled);
        });
    return rest;
  }

  // Cycles in which only daemons move, and items that come to their end: an
  // item that moves and does not is one that never finishes by itself.
  void add_without_progress(const States& among, Movers movers) {
    for (std::size_t c = 0; c < contexts_; ++c) movers[c] &= goes_on(c);
    for (const States& part : components_.of(among, movers)) {
      const Movers all = movers_in(part, movers);
      Movers ending = all;
      for (std::size_t c = 0; c < contexts_; ++c)
        if (is_item(c) && always(part, c, Mark::kRunning)) ending[c] = 0;
      const States rest = passed_over(part, all);
      if (ending != all)
        add_without_progress(part, ending);
      else if (rest.size() < part.size())
        add_without_progress(rest, all);
      else if (fair(part, all))
        add(part, all);
    }
  }

  // Cycles in which the item runs all the time.
  void add_running(const States& among, const Movers& movers,
                   std::size_t item) {
    States running;
    for (const StateIndex s : among)
      if (graph_.is(s, item, Mark::kRunning)) running.push_back(s);
    if (running.empty() || running.size() == among.size()) return;
    add_moving(running, movers, item);
    add_without_progress(running, movers);
  }

  void add_moving(const States& among, const Movers& movers,
                  std::size_t context) {
    for (const States& part : components_.of(among, movers)) {
      const Movers all = movers_in(part, movers);
      if (!all[context]) continue;
      const States rest = passed_over(part, all);
      if (rest.size() < part.size())
        add_moving(rest, movers, context);
      else if (fair(part, all))
        add(part, all);
    }
  }

  void add(const States& part, const Movers& movers) {
    found_.push_back({part, movers});
  }

  // Of many alike the first ones will do.
  std::vector<FairCycle> rounds() {
    std::stable_sort(found_.begin(), found_.end(),
                     [](const Part& a, const Part& b) {
                       return a.states.front() < b.states.front();
                     });
    std::map<std::pair<Movers, Movers>, int> alike;
    std::vector<FairCycle> cycles;
    for (const Part& part : found_) {
      Movers running(contexts_);
      for (std::size_t c = 0; c < contexts_; ++c)
        running[c] = always(part.states, c, Mark::kRunning);
      if (++alike[{part.movers, running}] <= kMostAlike)
        cycles.push_back(round(part.states, part.movers));
    }
    return cycles;
  }

  // A round through the part that shows all that is true of it: who moves, who
  // cannot always, which items end.
  FairCycle round(const States& part, const Movers& movers) {
    FairCycle cycle;
    cycle.entry = part.front();
    for (const StateIndex s : part) inside_[s] = 1;
    StateIndex at = cycle.entry;
    const auto go = [&](auto goal) {
      at = walk_to(at, movers, cycle.round, goal);
    };
    for (std::size_t c = 0; c < contexts_; ++c) {
      if (movers[c]) {
        cycle.movers.push_back(ContextId(c));
        go([&](const Edge& e) { return e.context == c; });
      } else {
        go([&](const Edge& e) { return !graph_.is(e.to, c, Mark::kEnabled); });
      }
      if (is_item(c) && !always(part, c, Mark::kRunning))
        go([&](const Edge& e) { return !graph_.is(e.to, c, Mark::kRunning); });
    }
    if (at != cycle.entry)
      go([&](const Edge& e) { return e.to == cycle.entry; });
    for (const StateIndex s : part) inside_[s] = 0;
    return cycle;
  }

  // The shortest walk inside that ends with an edge that satisfies `goal`;
  // appends it and returns where it ends.
  template <class Goal>
  StateIndex walk_to(StateIndex from, const Movers& movers, Schedule& walk,
                     Goal goal) {
    met_ = {from};
    for (std::size_t i = 0; i < met_.size(); ++i) {
      const StateIndex s = met_[i];
      for (const Edge* e = components_.begin(s); e != components_.end(s); ++e) {
        if (!inside_[e->to] || !movers[e->context]) continue;
        if (goal(*e)) {
          append_walk(from, e, walk);
          forget_walk();
          return e->to;
        }
        if (e->to == from || came_[e->to]) continue;
        came_[e->to] = e;
        met_.push_back(e->to);
      }
    }
    forget_walk();
    return from;
  }

  void forget_walk() {
    for (const StateIndex s : met_) came_[s] = nullptr;
  }

  void append_walk(StateIndex from, const Edge* last, Schedule& walk) const {
    const auto begin = static_cast<std::ptrdiff_t>(walk.size());
    for (const Edge* e = last;; e = came_[e->from]) {
      walk.push_back({ContextId(std::int32_t{e->context}), e->alternative});
      if (e->from == from) break;
    }
    std::reverse(walk.begin() + begin, walk.end());
  }

  struct Part {
    States states;
    Movers movers;
  };
  static constexpr int kMostAlike = 16;

  const Graph& graph_;
  const Scenario& scenario_;
  const std::size_t contexts_;
  Components components_;
  std::vector<Part> found_;
  std::vector<char> inside_;
  std::vector<const Edge*> came_;  // of a walk: how it came to each state
  States met_;                     // of a walk
};

}  // namespace

bool has_cycle(const Graph& graph) {
  Components components(graph);
  std::uint16_t most = 0;
  for (const Edge& e : graph.edges) most = std::max(most, e.context);
  return !components.of(all_states(graph), Movers(most + 1u, 1)).empty();
}

std::vector<FairCycle> fair_cycles(const Graph& graph,
                                   const Scenario& scenario) {
  return FairCycles(graph, scenario).run();
}

}  // namespace picket
