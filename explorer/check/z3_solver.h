// Order questions put to Z3: an integer clock for every node that the question
// is about, a -> b of the base as a - b <= -1, the question as a disjunction of
// cases.
//
// Only difference atoms: anything else would make Z3's difference logic answer
// unknown. One context for the whole life, push and pop around each question.
// Measured with Z3 4.8.12.
#pragma once

#include <memory>
#include <string>

#include "explorer/check/order_solver.h"

namespace picket {

class Z3Solver : public OrderSolver {
 public:
  Z3Solver();
  ~Z3Solver() override;

  void begin(const BaseOrder& base) override;
  OrderAnswer ask(const CaseList& cases) override;
  std::size_t linear_order(std::vector<NodeId>& out) override;
  std::vector<BaseEdge> core() override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// "4.8.12"
std::string z3_version();

}  // namespace picket
