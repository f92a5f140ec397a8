// Questions about an order, in a form every solver understands: is there a
// linear order of the nodes that keeps the base order and makes one of these
// cases true? A case is a conjunction of clauses, a clause a disjunction of
// atoms, an atom says that one node is before another.
//
// Must not know: rules, traces, solvers.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "spec/rules/base_order.h"

namespace picket {

struct OrderAtom {
  NodeId first, then;
  friend auto operator<=>(const OrderAtom&, const OrderAtom&) = default;
};

// Reused; allocates only while it grows.
class CaseList {
 public:
  void clear() {
    atoms_.clear();
    clauses_.clear();
    about_.clear();
    cases_.clear();
  }

  // Building: begin, any of the middle four, end. A case that is false by its
  // text alone vanishes at its end.
  void begin() {
    start_ = {atoms_.size(), clauses_.size(), about_.size()};
    possible_ = true;
  }
  // An event the case needs: it has happened.
  void about(NodeId node) { about_.push_back(node); }
  void require(NodeId first, NodeId then) {
    if (first == then) possible_ = false;
    atoms_.push_back({first, then});
    end_clause();
  }
  void either(NodeId first, NodeId then) {
    if (first != then) atoms_.push_back({first, then});
  }
  // Ends the clause made of the atoms since the last one.
  void end_clause() {
    const std::size_t from =
        clauses_.size() > start_.clauses ? clauses_.back() : start_.atoms;
    if (atoms_.size() == from) possible_ = false;
    clauses_.push_back(static_cast<std::uint32_t>(atoms_.size()));
  }
  void end() {
    if (!possible_) {
      atoms_.resize(start_.atoms);
      clauses_.resize(start_.clauses);
      about_.resize(start_.about);
      return;
    }
    cases_.push_back({start_, {atoms_.size(), clauses_.size(), about_.size()}});
  }

  // Reading.
  std::size_t size() const { return cases_.size(); }
  bool empty() const { return cases_.empty(); }
  std::size_t clauses(std::size_t c) const {
    return cases_[c].end.clauses - cases_[c].begin.clauses;
  }
  std::span<const OrderAtom> clause(std::size_t c, std::size_t i) const {
    const Case& at = cases_[c];
    const std::size_t k = at.begin.clauses + i;
    const std::size_t from = i == 0 ? at.begin.atoms : clauses_[k - 1];
    return {atoms_.data() + from, clauses_[k] - from};
  }
  std::span<const NodeId> nodes(std::size_t c) const {
    const Case& at = cases_[c];
    return {about_.data() + at.begin.about, at.end.about - at.begin.about};
  }

 private:
  struct Mark {
    std::size_t atoms = 0, clauses = 0, about = 0;
  };
  struct Case {
    Mark begin, end;
  };

  std::vector<OrderAtom> atoms_;
  std::vector<std::uint32_t> clauses_;  // where the atoms of each end
  std::vector<NodeId> about_;
  std::vector<Case> cases_;
  Mark start_;
  bool possible_ = true;
};

}  // namespace picket
