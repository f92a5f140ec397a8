#include "explorer/check/order_graph.h"

#include <algorithm>

#include "spec/base/contract.h"

namespace picket {

OrderAnswer OrderGraph::ask(const CaseList& cases) {
  cases_ = &cases;
  for (std::size_t i = 0; i < cases.size(); ++i)
    if (ask(cases, i) == OrderAnswer::possible) return OrderAnswer::possible;
  return OrderAnswer::impossible;
}

OrderAnswer OrderGraph::ask(const CaseList& cases, std::size_t which) {
  cases_ = &cases;
  which_ = which;
  return decide(cases, which) ? OrderAnswer::possible : OrderAnswer::impossible;
}

// Would this atom, with those chosen, close a cycle? Walks from its later node
// along base and chosen atoms, and looks for its earlier one.
bool OrderGraph::closes_cycle(const OrderAtom& atom) {
  if (base_->before(atom.then, atom.first)) return true;
  if (chosen_.empty()) return false;
  const auto leads = [&](NodeId from, NodeId to) {
    return from == to || base_->before(from, to);
  };
  reached_.assign(chosen_.size(), 0);
  from_.assign(chosen_.size(), -1);
  frontier_.clear();
  for (std::size_t i = 0; i < chosen_.size(); ++i) {
    if (!leads(atom.then, chosen_[i].first)) continue;
    reached_[i] = 1;
    frontier_.push_back(static_cast<std::uint32_t>(i));
  }
  for (std::size_t k = 0; k < frontier_.size(); ++k) {
    const std::uint32_t at = frontier_[k];
    if (leads(chosen_[at].then, atom.first)) {
      std::swap(frontier_.back(), frontier_[k]);
      return true;
    }
    for (std::size_t i = 0; i < chosen_.size(); ++i) {
      if (reached_[i] || !leads(chosen_[at].then, chosen_[i].first)) continue;
      reached_[i] = 1;
      from_[i] = static_cast<std::int32_t>(at);
      frontier_.push_back(static_cast<std::uint32_t>(i));
    }
  }
  return false;
}

bool OrderGraph::accept(const OrderAtom& atom) {
  if (closes_cycle(atom)) {
    if (blaming_) blame(atom);
    return false;
  }
  chosen_.push_back(atom);
  return true;
}

bool OrderGraph::decide(const CaseList& cases, std::size_t which) {
  chosen_.clear();
  open_.clear();
  const std::size_t n = cases.clauses(which);
  for (std::size_t i = 0; i < n; ++i) {
    const auto clause = cases.clause(which, i);
    if (clause.size() > 1)
      open_.push_back(static_cast<std::uint32_t>(i));
    else if (!base_->before(clause[0].first, clause[0].then) &&
             !accept(clause[0]))
      return false;
  }
  return open_.empty() || solve(cases, which);
}

// Takes the clause with the fewest atoms that are still possible, and tries
// them in order.
bool OrderGraph::solve(const CaseList& cases, std::size_t which) {
  std::size_t best = open_.size(), best_count = ~std::size_t{0};
  for (std::size_t k = 0; k < open_.size();) {
    const auto clause = cases.clause(which, open_[k]);
    std::size_t count = 0;
    bool holds = false;
    for (const OrderAtom& a : clause) {
      if (base_->before(a.first, a.then))
        holds = true;
      else if (!closes_cycle(a))
        ++count;
      else if (blaming_)
        blame(a);
    }
    if (holds || count > 0) {
      if (!holds && count < best_count) best = k, best_count = count;
      ++k;
      continue;
    }
    return false;
  }
  if (best == open_.size()) return true;  // every clause holds in the base
  const std::uint32_t clause_id = open_[best];
  open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(best));
  const std::size_t mark = chosen_.size();
  for (const OrderAtom& a : cases.clause(which, clause_id)) {
    if (accept(a) && solve(cases, which)) return true;
    chosen_.resize(mark);
  }
  open_.insert(open_.begin() + static_cast<std::ptrdiff_t>(best), clause_id);
  return false;
}

std::size_t OrderGraph::linear_order(std::vector<NodeId>& out) {
  linearise(*base_, chosen_, out);
  return which_;
}

// The refutation again, noting what each refused atom fails on.
std::vector<BaseEdge> OrderGraph::core() {
  base_->edges(edges_);
  blamed_.clear();
  blaming_ = true;
  const CaseList& cases = *cases_;
  for (std::size_t i = 0; i < cases.size(); ++i)
    PICKET_REQUIRE(!decide(cases, i), "a core is asked for after a refusal");
  blaming_ = false;
  std::sort(blamed_.begin(), blamed_.end());
  blamed_.erase(std::unique(blamed_.begin(), blamed_.end()), blamed_.end());
  return blamed_;
}

// The cycle that refused the atom: base paths between the chosen atoms on it.
void OrderGraph::blame(const OrderAtom& atom) {
  if (base_->before(atom.then, atom.first))
    return blame_path(atom.then, atom.first);
  NodeId to = atom.first;
  for (std::int32_t at = static_cast<std::int32_t>(frontier_.back()); at >= 0;
       at = from_[static_cast<std::size_t>(at)]) {
    const OrderAtom& via = chosen_[static_cast<std::size_t>(at)];
    blame_path(via.then, to);
    to = via.first;
  }
  blame_path(atom.then, to);
}

// A shortest path along the base's edges.
void OrderGraph::blame_path(NodeId from, NodeId to) {
  if (from == to) return;
  std::vector<std::int32_t> edge_into(base_->size(), -1);
  std::vector<NodeId> queue{from};
  for (std::size_t k = 0; k < queue.size(); ++k) {
    if (queue[k] == to) break;
    for (std::size_t e = 0; e < edges_.size(); ++e) {
      if (edges_[e].from != queue[k]) continue;
      if (edges_[e].to == from || edge_into[edges_[e].to.index()] >= 0)
        continue;
      edge_into[edges_[e].to.index()] = static_cast<std::int32_t>(e);
      queue.push_back(edges_[e].to);
    }
  }
  for (NodeId at = to; at != from;) {
    const std::int32_t e = edge_into[at.index()];
    PICKET_REQUIRE(e >= 0, "the base's edges make up its order");
    blamed_.push_back(edges_[static_cast<std::size_t>(e)]);
    at = edges_[static_cast<std::size_t>(e)].from;
  }
}

}  // namespace picket
