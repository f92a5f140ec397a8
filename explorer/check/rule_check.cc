#include "explorer/check/rule_check.h"

#include <algorithm>

#include "explorer/check/order_graph.h"
#include "explorer/check/z3_solver.h"
#include "spec/base/contract.h"

namespace picket {

RulePoint point_of(const BaseOrder& base, NodeId node) {
  const NodeFacts f = base.facts(node);
  RulePoint p{f.kind, f.context, f.step, f.object, f.event};
  if (f.kind != NodeKind::transition) return p;
  const Event& e = base.trace().events[f.event.index()];
  p.object = e.signals.valid() ? e.signals : e.published;
  return p;
}

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
    const OrderAnswer answer = decide(cases_, r);
    if (answer == OrderAnswer::possible) add_violation(r, out);
    if (answer != OrderAnswer::unknown) continue;
    ++counts_.unknown;
    undecided_[r] = 1;
  }
}

// The order graph is complete, so `automatic` never needs the other.
OrderAnswer RuleCheck::decide(const CaseList& cases, std::size_t rule) {
  OrderAnswer native = OrderAnswer::unknown;
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
  const OrderAnswer answer = z3.ask(cases);
  if (kind_ == SolverKind::z3) {
    witness_ = &z3;
    return answer;
  }
  if (answer != OrderAnswer::unknown && answer != native)
    throw ContractViolation("rule " + plans_.rules[rule].rule->id +
                            ": the order graph and Z3 disagree");
  return native;
}

// Moves what the events of the case depend on to the front, and returns how
// many nodes that are. Every atom a case needs is about one of its events being
// before something, so it stays true.
std::size_t RuleCheck::causes_first(std::span<const NodeId> about) {
  const auto causes = [&](NodeId n) {
    for (const NodeId a : about)
      if (n == a || events_.order().before(n, a)) return true;
    return false;
  };
  const auto rest = std::stable_partition(order_.begin(), order_.end(), causes);
  return static_cast<std::size_t>(rest - order_.begin());
}

void RuleCheck::add_violation(std::size_t rule,
                              std::vector<RuleViolation>& out) {
  const Trace& trace = events_.trace();
  const auto about = cases_.nodes(witness_->linear_order(order_));
  std::size_t shown = order_.size();
  if (plans_.rules[rule].rule->pattern != Rule::Pattern::leads_to)
    shown = causes_first(about);
  RuleViolation v;
  v.rule = rule;
  rank_.assign(order_.size(), 0);
  place_.assign(order_.size(), -1);
  for (std::size_t i = 0; i < order_.size(); ++i) {
    const std::size_t n = order_[i].index();
    rank_[n] = static_cast<std::int32_t>(i);
    if (n >= trace.events.size()) continue;
    place_[n] = static_cast<std::int32_t>(v.schedule.size());
    v.schedule.push_back(
        {trace.events[n].context, trace.events[n].alternative});
    if (i < shown) v.length = v.schedule.size();
  }
  add_points({about.begin(), about.end()}, v);
  out.push_back(std::move(v));
}

void RuleCheck::add_points(std::vector<NodeId> nodes, RuleViolation& v) {
  std::sort(nodes.begin(), nodes.end(), [&](NodeId a, NodeId b) {
    return rank_[a.index()] < rank_[b.index()];
  });
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  for (const NodeId n : nodes) {
    RulePoint p = point_of(events_.order(), n);
    if (p.event.valid()) {
      p.event = EventId(place_[p.event.index()]);
      if (p.event.index() < v.length) v.at.push_back(p.event);
    }
    v.points.push_back(p);
  }
}

void RuleCheck::go_on_from(const Checkpoint& earlier) {
  const auto add = [](const std::vector<char>& from, std::vector<char>& to) {
    for (std::size_t i = 0; i < from.size(); ++i) to[i] |= from[i];
  };
  add(earlier.rules_applied, applied_);
  add(earlier.rules_undecided, undecided_);
  counts_ = {};
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
