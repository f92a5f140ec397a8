// Judging the rules of a scenario on the classes of its schedules.
//
// Per class the events are read once; each rule becomes a question about their
// linear orders; a model of it is the schedule that breaks the rule.
#pragma once

#include <memory>
#include <vector>

#include "explorer/check/check.h"
#include "explorer/check/checkpoint.h"
#include "explorer/check/order_solver.h"
#include "explorer/search/search.h"
#include "spec/rules/violation.h"
#include "spec/semantics/program.h"

namespace picket {

// A node by what it is, without the order it stands in.
struct RulePoint {
  NodeKind kind = NodeKind::transition;
  ContextId context;
  StepId step;
  ObjectId object;  // at the start: the fence; a transition that signals or
                    // publishes one: that
  EventId event;    // in the schedule; an attempt's first transition, if any
};

RulePoint point_of(const BaseOrder& base, NodeId node);

struct RuleViolation {
  std::size_t rule = 0;  // index into Scenario::rules
  // All transitions of the class in an order that breaks the rule. Running it
  // gives the same trace. So many of its choices show the violation already;
  // all of them, if the rule asks what comes in the end.
  Schedule schedule;
  std::size_t length = 0;
  std::vector<RulePoint> points;  // what it is about, in that order
  std::vector<EventId> at;        // those that are events of the first `length`
};

struct RuleCounts {
  std::uint64_t questions = 0;
  std::uint64_t native = 0;   // of these: answered without Z3
  std::uint64_t unknown = 0;  // of these: answered by nobody
};

// One per worker thread.
class RuleCheck {
 public:
  RuleCheck(const Program& program, SolverKind solver);
  ~RuleCheck();

  // Appends to `out` one violation for every rule that some linear order of the
  // class breaks. Throws ContractViolation if the solvers disagree.
  void judge(const Trace& trace, std::vector<RuleViolation>& out);

  // Per rule: did it ever have anything to say? Was a question about it left
  // open, so that it cannot be said to hold?
  const std::vector<char>& applied() const { return applied_; }
  const std::vector<char>& undecided() const { return undecided_; }
  const RuleCounts& counts() const { return counts_; }

  // Adds what another worker has seen.
  void merge(const RuleCheck& other);

  // Goes on from what an earlier check had seen, and forgets its own counts.
  void go_on_from(const Checkpoint& earlier);

 private:
  struct Solvers;

  OrderAnswer decide(const CaseList& cases, std::size_t rule);
  void add_violation(std::size_t rule, std::vector<RuleViolation>& out);
  void add_points(std::vector<NodeId> nodes, RuleViolation& violation);
  std::size_t causes_first(std::span<const NodeId> about);

  RulePlans plans_;
  SolverKind kind_;
  RuleEvents events_;
  Violations violations_;
  CaseList cases_;
  std::unique_ptr<Solvers> solvers_;
  OrderSolver* witness_ = nullptr;  // who knows the linear order
  bool z3_knows_base_ = false;
  std::vector<NodeId> order_;
  std::vector<std::int32_t> rank_,
      place_;  // per node: in order_, in a schedule
  std::vector<char> applied_, undecided_;
  RuleCounts counts_;
};

}  // namespace picket
