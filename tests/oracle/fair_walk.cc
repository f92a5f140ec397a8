#include "tests/oracle/fair_walk.h"

#include <algorithm>

#include "spec/semantics/step.h"

namespace picket::oracle {
namespace {

using Nodes = std::vector<std::size_t>;
using Contexts = std::uint64_t;  // a set: bit by context

Contexts bit(ContextId c) { return Contexts{1} << c.index(); }

// The parts of a graph in which every state leads to every other. Of the graph
// only some states and the moves of some contexts count. By two walks, one
// along the edges and one against them (Kosaraju; Sharir).
class Parts {
 public:
  explicit Parts(const StateGraph& graph)
      : graph_(graph), against_(graph.nodes.size()) {
    for (std::size_t i = 0; i < graph.nodes.size(); ++i)
      for (const StateGraph::Edge& e : graph.nodes[i].edges)
        against_[e.to].push_back({i, e.context, e.alternative});
  }

  std::vector<Nodes> of(const Nodes& nodes, Contexts movers) {
    inside_.assign(graph_.nodes.size(), 0);
    for (const std::size_t n : nodes) inside_[n] = 1;
    Nodes order;
    for (const std::size_t n : nodes)
      if (inside_[n] == 1) walk(n, movers, true, order);
    std::vector<Nodes> parts;
    for (std::size_t i = order.size(); i-- > 0;)
      if (inside_[order[i]] == 2) {
        parts.emplace_back();
        walk(order[i], movers, false, parts.back());
      }
    return parts;
  }

 private:
  // Appends what can be reached and was not yet, each behind what is reached
  // from it. inside_: 1 not met, 2 met on the first walk, 3 on the second.
  void walk(std::size_t root, Contexts movers, bool along, Nodes& out) {
    const char from = along ? 1 : 2;
    std::vector<std::pair<std::size_t, std::size_t>> stack{{root, 0}};
    inside_[root] = from + 1;
    while (!stack.empty()) {
      auto& [node, next] = stack.back();
      const auto& edges = along ? graph_.nodes[node].edges : against_[node];
      if (next == edges.size()) {
        out.push_back(node);
        stack.pop_back();
        continue;
      }
      const StateGraph::Edge& e = edges[next++];
      if (!(movers & bit(e.context)) || inside_[e.to] != from) continue;
      inside_[e.to] = from + 1;
      stack.push_back({e.to, 0});
    }
  }

  const StateGraph& graph_;
  std::vector<std::vector<StateGraph::Edge>> against_;
  std::vector<char> inside_;
};

class Livelocks {
 public:
  Livelocks(const Program& program, const StateGraph& graph)
      : program_(program), graph_(graph), parts_(graph) {}

  // Of the walks in which just `movers` move and the items `working` never come
  // to an end, the one through all their states is the fairest.
  std::set<std::string> run() {
    Nodes all(graph_.nodes.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    for (const Nodes& part : parts_.of(all, ~Contexts{0})) {
      const Contexts most = movers_in(part, ~Contexts{0});
      if (most == 0 || ended_badly(part.front())) continue;
      each_subset(items(), [&](Contexts working) {
        Nodes nodes;
        for (const std::size_t n : part)
          if ((working & ~running_in(n)) == 0) nodes.push_back(n);
        each_subset(most, [&](Contexts movers) { walks(nodes, movers); });
      });
    }
    return std::move(found_);
  }

 private:
  // Who stands in line for a lock or for its CPU gets it at last if it becomes
  // free again and again; so a walk that leaves him out avoids the states in
  // which it is.
  void walks(const Nodes& nodes, Contexts movers) {
    for (const Nodes& walk : parts_.of(nodes, movers)) {
      if (movers_in(walk, movers) != movers) continue;
      Nodes avoiding = walk;
      for (std::size_t c = 0; c < program_.scenario.contexts.size(); ++c) {
        if (movers & bit(ContextId(c))) continue;
        const bool in_line =
            std::all_of(walk.begin(), walk.end(), [&](std::size_t n) {
              return graph_.nodes[n].enabled[c] ||
                     waits_in_line(n, ContextId(c));
            });
        if (in_line)
          std::erase_if(avoiding, [&](std::size_t n) {
            return graph_.nodes[n].enabled[c];
          });
      }
      if (avoiding.size() < walk.size())
        walks(avoiding, movers);
      else if (fair(walk, movers))
        report(walk, movers);
    }
  }

  bool waits_in_line(std::size_t node, ContextId c) const {
    if (status_of(node, c) != Status::running) return false;
    State next = graph_.nodes[node].state;
    Effect effect;
    step(program_, next.data(), c, 0, effect);
    if (effect.want.kind == Want::Kind::cpu ||
        effect.want.kind == Want::Kind::line)
      return true;
    const StepId at = position(program_, graph_.nodes[node].state.data(), c);
    if (!at.valid()) return false;
    const Step& step = program_.scenario.step(at);
    const std::string_view name = facts(step.op).name;
    const auto has = [&](std::string_view part) {
      return name.find(part) != name.npos;
    };
    const bool takes = (has("_lock") && !has("rcu_") && !has("wait_event")) ||
                       has("down_") || name == "down";
    return takes && !has("try") && !has("unlock") && !has("might") &&
           !has("assert") && !has("read_lock_sched") && !step.when.valid();
  }

  template <class Look>
  static void each_subset(Contexts set, Look look) {
    for (Contexts sub = set;; sub = (sub - 1) & set) {
      look(sub);
      if (sub == 0) return;
    }
  }

  Contexts items() const {
    Contexts out = 0;
    for (std::size_t c = 0; c < program_.scenario.contexts.size(); ++c)
      if (program_.scenario.contexts[c].work.valid()) out |= bit(ContextId(c));
    return out;
  }

  Contexts running_in(std::size_t node) const {
    Contexts out = 0;
    for (std::size_t c = 0; c < program_.scenario.contexts.size(); ++c)
      if (status_of(node, ContextId(c)) == Status::running)
        out |= bit(ContextId(c));
    return out;
  }

  Contexts movers_in(const Nodes& part, Contexts among) const {
    const std::set<std::size_t> inside(part.begin(), part.end());
    Contexts movers = 0;
    for (const std::size_t n : part)
      for (const StateGraph::Edge& e : graph_.nodes[n].edges)
        if ((among & bit(e.context)) && inside.count(e.to))
          movers |= bit(e.context);
    return movers;
  }

  bool fair(const Nodes& walk, Contexts movers) const {
    for (std::size_t c = 0; c < program_.scenario.contexts.size(); ++c) {
      if (movers & bit(ContextId(c))) continue;
      if (std::all_of(walk.begin(), walk.end(), [&](std::size_t n) {
            return graph_.nodes[n].enabled[c];
          }))
        return false;
    }
    return true;
  }

  Status status_of(std::size_t node, ContextId c) const {
    return status(program_, graph_.nodes[node].state.data(), c);
  }

  // A misuse has ended the schedule; a limit has ended what is known of it.
  bool ended_badly(std::size_t node) const {
    for (std::size_t c = 0; c < program_.scenario.contexts.size(); ++c)
      if (const Status s = status_of(node, ContextId(c));
          s == Status::crashed || s == Status::limited)
        return true;
    return false;
  }

  // Who goes round and does not come to an end in it never finishes. If only
  // daemons do, those that are left do not. If nobody does, items end and run
  // again: whoever can move in between does so at last.
  void report(const Nodes& walk, Contexts movers) {
    Contexts left = ~Contexts{0};
    for (const std::size_t n : walk) left &= running_in(n);
    const bool only_items = (left & movers) == 0;
    for (std::size_t c = 0; c < program_.scenario.contexts.size(); ++c)
      if (program_.scenario.contexts[c].daemon ||
          (only_items && ever_enabled(walk, c)))
        left &= ~bit(ContextId(c));
    if (left & movers) left &= movers;
    for (std::size_t c = 0; c < program_.scenario.contexts.size(); ++c)
      if (left & bit(ContextId(c)))
        found_.insert("livelock " + program_.scenario.contexts[c].name);
  }

  bool ever_enabled(const Nodes& walk, std::size_t context) const {
    return std::any_of(walk.begin(), walk.end(), [&](std::size_t n) {
      return graph_.nodes[n].enabled[context];
    });
  }

  const Program& program_;
  const StateGraph& graph_;
  Parts parts_;
  std::set<std::string> found_;
};

}  // namespace

std::set<std::string> livelocks(const Program& program,
                                const StateGraph& graph) {
  return Livelocks(program, graph).run();
}

std::string broken_lasso(const Program& program,
                         const std::vector<ContextId>& movers,
                         const Schedule& lasso, std::size_t loop) {
  const std::size_t contexts = program.scenario.contexts.size();
  State state = initial_state(program), entry;
  Effect effect;
  std::vector<char> moved(contexts, 0), always(contexts, 1);
  for (std::size_t i = 0; i < lasso.size(); ++i) {
    if (i == loop) entry = state;
    for (std::size_t c = 0; c < contexts && i >= loop; ++c) {
      bool enabled = false;
      int alternatives = 1;
      for (int a = 0; a < alternatives; ++a) {
        State next = state;
        enabled |= step(program, next.data(), ContextId(c), a, effect) !=
                   Outcome::blocked;
        alternatives = effect.alternatives;
      }
      if (!enabled) always[c] = 0;
    }
    if (step(program, state.data(), lasso[i].context, lasso[i].alternative,
             effect) == Outcome::blocked)
      return "a step of it is blocked";
    if (i >= loop) moved[lasso[i].context.index()] = 1;
  }
  if (loop >= lasso.size() || state != entry) return "it does not close";
  for (std::size_t c = 0; c < contexts; ++c) {
    const bool told =
        std::find(movers.begin(), movers.end(), ContextId(c)) != movers.end();
    const std::string& name = program.scenario.contexts[c].name;
    if (told != !!moved[c]) return name + (told ? " does not move" : " moves");
    if (always[c] && !moved[c]) return name + " could always move and does not";
  }
  return "";
}

}  // namespace picket::oracle
