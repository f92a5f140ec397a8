// Why a rule holds, or what breaks it: `picket check --why RULE`.
//
// In every class of schedules each way to break the rule is impossible for a
// few facts of happens-before: the core of the solver's refusal. Classes with
// the same facts are told together.
#include <algorithm>
#include <map>
#include <memory>

#include "explorer/check/check.h"
#include "explorer/check/order_fact.h"
#include "explorer/check/order_graph.h"
#include "explorer/check/rule_check.h"
#include "explorer/check/rule_wording.h"
#include "explorer/check/z3_solver.h"
#include "explorer/search/schedule_visitor.h"
#include "explorer/search/schedules.h"

namespace picket {
namespace {

constexpr std::size_t kShown = 4;  // reasons told in full

constexpr std::uint64_t kMostSteps = 1000;  // of a schedule

std::uint64_t first_given(std::initializer_list<std::uint64_t> limits) {
  for (const std::uint64_t limit : limits)
    if (limit > 0) return limit;
  return 0;
}

using Reason = std::vector<std::string>;  // facts

class Explanation : public ScheduleVisitor {
 public:
  Explanation(const Program& program, std::size_t rule, SolverKind solver)
      : program_(program),
        rule_(rule),
        plans_(plan_rules(program.scenario)),
        events_(plans_),
        violations_(plans_) {
    if (solver == SolverKind::z3)
      solver_ = std::make_unique<Z3Solver>();
    else
      solver_ = std::make_unique<OrderGraph>();
  }

  bool on_schedule(const Trace& trace, const State&, int) override {
    ++classes_;
    events_.read(trace);
    violations_.find(events_, rule_, cases_);
    if (cases_.empty()) return true;
    ++questions_;
    solver_->begin(events_.order());
    const OrderAnswer answer = solver_->ask(cases_);
    if (answer == OrderAnswer::impossible)
      ++reasons_[order_facts(program_, events_.order(), solver_->core())];
    if (answer == OrderAnswer::possible) break_it();
    return answer != OrderAnswer::possible;
  }

  std::string text(const SearchSummary& summary) const {
    const std::string name = "rule " + rule().id;
    if (!broken_.empty()) return name + " can be broken: " + broken_ + "\n";
    std::string out =
        name + (classes_ == 1 ? " holds in the only class of schedules"
                              : " holds in all " + count(classes_));
    if (!summary.limit.empty())
      out = name + " holds in " + count(classes_) + " (then " + summary.limit +
            ")";
    if (questions_ < classes_)
      out += ";\nin " + std::to_string(classes_ - questions_) +
             " nothing happens that could break it";
    return out + "\n" + reasons();
  }

 private:
  const Rule& rule() const { return program_.scenario.rules[rule_]; }

  static std::string count(std::uint64_t n) {
    return std::to_string(n) + (n == 1 ? " class" : " classes") +
           " of schedules";
  }

  void break_it() {
    std::vector<NodeId> order;
    const std::size_t which = solver_->linear_order(order);
    std::vector<RulePoint> points;
    for (const NodeId n : order)
      for (const NodeId about : cases_.nodes(which))
        if (n == about) {
          points.push_back(point_of(events_.order(), n));
          break;
        }
    broken_ = rule_message(program_.scenario, rule(), points);
  }

  // The most frequent first; equal ones by their text.
  std::string reasons() const {
    std::vector<std::pair<std::uint64_t, const Reason*>> sorted;
    for (const auto& [reason, n] : reasons_) sorted.push_back({n, &reason});
    std::stable_sort(
        sorted.begin(), sorted.end(),
        [](const auto& a, const auto& b) { return a.first > b.first; });
    std::string out;
    for (std::size_t i = 0; i < sorted.size() && i < kShown; ++i) {
      out += "because, in " + count(sorted[i].first) + ",\n";
      for (const std::string& fact : *sorted[i].second)
        out += "  " + fact + "\n";
      if (sorted[i].second->empty())
        out += "  it would need an event to come before itself\n";
    }
    if (sorted.size() > kShown)
      out += "and for " + std::to_string(sorted.size() - kShown) +
             " more reasons of this kind\n";
    return out;
  }

  const Program& program_;
  std::size_t rule_;
  RulePlans plans_;
  RuleEvents events_;
  Violations violations_;
  CaseList cases_;
  std::unique_ptr<OrderSolver> solver_;
  std::uint64_t classes_ = 0, questions_ = 0;
  std::map<Reason, std::uint64_t> reasons_;
  std::string broken_;
};

}  // namespace

std::string explain_rule(const Scenario& scenario, const std::string& rule,
                         const CheckOptions& options) {
  const auto it = std::find_if(scenario.rules.begin(), scenario.rules.end(),
                               [&](const Rule& r) { return r.id == rule; });
  if (it == scenario.rules.end()) return "";
  const Program program(scenario);
  Explanation explanation(program,
                          static_cast<std::size_t>(it - scenario.rules.begin()),
                          options.solver);
  SearchOptions search;
  search.limits.schedules =
      first_given({options.max_schedules,
                   static_cast<std::uint64_t>(scenario.limits.schedules)});
  // Loops may go on for ever.
  search.limits.steps = first_given(
      {options.max_steps, static_cast<std::uint64_t>(scenario.limits.steps),
       kMostSteps});
  search.limits.seconds = options.max_seconds;
  search.interrupt = options.interrupt;
  return explanation.text(search_schedules(program, search, explanation));
}

}  // namespace picket
