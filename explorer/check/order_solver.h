// What a solver of order questions must be able to do. There are two: the
// order graph, which searches happens-before itself, and Z3. They share only
// the clocks of the events, so that each can check the other.
#pragma once

#include <vector>

#include "spec/rules/case_list.h"

namespace picket {

enum class OrderAnswer : std::uint8_t {
  impossible,  // no linear order of the class makes a case true
  possible,
  unknown,  // the solver gave up: proves nothing
};

// One per worker; not thread-safe.
class OrderSolver {
 public:
  virtual ~OrderSolver() = default;

  // The base order of the questions that follow; it must stay, and must not
  // grow, until the next call.
  virtual void begin(const BaseOrder& base) = 0;

  // Can some case be made true?
  virtual OrderAnswer ask(const CaseList& cases) = 0;

  // After `possible`: a linear order of all nodes of the base that makes a case
  // true, and which case that is.
  virtual std::size_t linear_order(std::vector<NodeId>& out) = 0;

  // After `impossible`: edges of the base that are enough to exclude every
  // case. Not necessarily the fewest.
  virtual std::vector<BaseEdge> core() = 0;
};

// Puts all nodes into a linear order that keeps the base and the atoms: among
// the nodes that may come next the one of the least context. The atoms must
// not contradict the base.
void linearise(const BaseOrder& base, const std::vector<OrderAtom>& atoms,
               std::vector<NodeId>& out);

}  // namespace picket
