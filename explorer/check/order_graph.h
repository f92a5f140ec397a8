// Order questions without a solver: atoms hold together with the base order iff
// they close no cycle with it. Complete: what it says is so.
//
// A base that answers "a before b?" at once needs no closure: a cycle can be
// walked from atom to atom. Clauses of several atoms are decided by
// propagation (an atom that would close a cycle is false) and backtracking.
#pragma once

#include "explorer/check/order_solver.h"

namespace picket {

class OrderGraph : public OrderSolver {
 public:
  void begin(const BaseOrder& base) override { base_ = &base; }
  OrderAnswer ask(const CaseList& cases) override;
  std::size_t linear_order(std::vector<NodeId>& out) override;
  std::vector<BaseEdge> core() override;

  // One case alone.
  OrderAnswer ask(const CaseList& cases, std::size_t which);

 private:
  bool decide(const CaseList& cases, std::size_t which);
  bool solve(const CaseList& cases, std::size_t which);
  bool closes_cycle(const OrderAtom& atom);
  bool accept(const OrderAtom& atom);
  void blame(const OrderAtom& atom);
  void blame_path(NodeId from, NodeId to);

  const BaseOrder* base_ = nullptr;
  const CaseList* cases_ = nullptr;
  std::size_t which_ = 0;
  std::vector<OrderAtom> chosen_;
  std::vector<std::uint32_t> open_;  // clauses not yet satisfied: a stack
  std::vector<char> reached_;        // per chosen atom
  std::vector<std::int32_t> from_;   // per chosen atom: reached through
  std::vector<std::uint32_t> frontier_;

  // Only while a core is looked for.
  bool blaming_ = false;
  std::vector<BaseEdge> edges_, blamed_;
};

}  // namespace picket
