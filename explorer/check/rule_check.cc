#include "explorer/check/rule_check.h"

#include <algorithm>

#include "explorer/check/order_graph.h"
#include "explorer/check/z3_solver.h"
#include "spec/base/contract.h"

namespace picket {

struct RuleCheck::Solvers {
  OrderGraph native;
  std::unique_ptr<Z3Solver> z3;  // costs 17 MB: only if asked for
};

RuleCheck::RuleCheck(const Program& program, SolverKind solver)
    : plans_(plan_rules(program.scenario)),
      kind_(solver),
      events_(plans_),
      violations_(plans_),
      solvers_(std::make_unique<Solvers>()) {
  if (kind_ == SolverKind::z3 || kind_ == SolverKind::both)
    solvers_->z3 = std::make_unique<Z3Solver>();
  applied_.assign(plans_.rules.size(), 0);
  undecided_.assign(plans_.rules.size(), 0);
}

RuleCheck::~RuleCheck() = default;

void RuleCheck::judge(const Trace& trace, std::vector<RuleViolation>& out) {
  if (plans_.rules.empty()) return;
  events_.read(trace);
  solvers_->native.begin(events_.order());
  z3_knows_base_ = false;
  for (std::size_t r = 0; r < plans_.rules.size(); ++r) {
    violations_.find(events_, r, cases_);
    applied_[r] |= violations_.applied();
    if (cases_.empty()) continue;
    ++counts_.questions;
    const Answer answer = decide(cases_, r);
    if (answer == Answer::possible) add_violation(r, out);
    if (answer != Answer::unknown) continue;
    ++counts_.unknown;
    undecided_[r] = 1;
  }
}

// The order graph is complete, so `automatic` never needs the other.
Answer RuleCheck::decide(const CaseList& cases, std::size_t rule) {
  Answer native = Answer::unknown;
  if (kind_ != SolverKind::z3) {
    native = solvers_->native.ask(cases);
    witness_ = &solvers_->native;
    if (kind_ != SolverKind::both) {
      ++counts_.native;
      return native;
    }
  }
  Z3Solver& z3 = *solvers_->z3;
  if (!z3_knows_base_) z3.begin(events_.order());
  z3_knows_base_ = true;
  const Answer answer = z3.ask(cases);
  if (kind_ == SolverKind::z3) {
    witness_ = &z3;
    return answer;
  }
  if (answer != Answer::unknown && answer != native)
    throw ContractViolation("rule " + plans_.rules[rule].rule->id +
                            ": the order graph and Z3 disagree");
  return native;
}

void RuleCheck::add_violation(std::size_t rule,
                              std::vector<RuleViolation>& out) {
  const Trace& trace = events_.trace();
  const std::size_t which = witness_->linear_order(order_);
  RuleViolation v;
  v.rule = rule;
  place_.assign(order_.size(), -1);
  std::vector<std::int32_t> rank(order_.size());
  for (std::size_t i = 0; i < order_.size(); ++i) {
    rank[order_[i].index()] = static_cast<std::int32_t>(i);
    if (order_[i].index() >= trace.events.size()) continue;
    place_[order_[i].index()] = static_cast<std::int32_t>(v.schedule.size());
    const Event& e = trace.events[order_[i].index()];
    v.schedule.push_back({e.context, e.alternative});
  }
  const auto nodes = cases_.nodes(which);
  std::vector<NodeId> about(nodes.begin(), nodes.end());
  std::sort(about.begin(), about.end(), [&](NodeId a, NodeId b) {
    return rank[a.index()] < rank[b.index()];
  });
  about.erase(std::unique(about.begin(), about.end()), about.end());
  for (const NodeId n : about) {
    const NodeFacts f = events_.order().facts(n);
    RulePoint p{f.kind, f.context, f.step, f.object, {}};
    if (f.event.valid()) {
      p.event = EventId(place_[f.event.index()]);
      v.at.push_back(p.event);
      const Event& e = trace.events[f.event.index()];
      if (f.kind == NodeKind::transition)
        p.object = e.signals.valid() ? e.signals : e.published;
    }
    v.points.push_back(p);
  }
  out.push_back(std::move(v));
}

void RuleCheck::merge(const RuleCheck& other) {
  for (std::size_t r = 0; r < applied_.size(); ++r) {
    applied_[r] |= other.applied_[r];
    undecided_[r] |= other.undecided_[r];
  }
  counts_.questions += other.counts_.questions;
  counts_.native += other.counts_.native;
  counts_.unknown += other.counts_.unknown;
}

}  // namespace picket
