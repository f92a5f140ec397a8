#include "tests/oracle/rule_agreement.h"

#include <algorithm>

#include "explorer/check/rule_check.h"
#include "explorer/search/execution.h"
#include "explorer/search/reference.h"
#include "explorer/search/schedule_visitor.h"
#include "explorer/search/schedules.h"
#include "tests/support/linear_orders.h"

namespace picket::oracle {
namespace {

constexpr std::uint64_t kMostOrders = 20000;
constexpr std::uint64_t kMostSchedules = 2000;

class Comparing : public ScheduleVisitor {
 public:
  Comparing(const Program& program, RuleAgreement& out)
      : program_(program),
        out_(out),
        checks_{{"native", {program, SolverKind::native}},
                {"z3", {program, SolverKind::z3}},
                {"both", {program, SolverKind::both}}} {
    out.rules.resize(program.scenario.rules.size());
  }

  bool on_schedule(const Trace& trace, const State&, int) override {
    ++out_.classes;
    for (Named& n : checks_) {
      n.violations.clear();
      n.check.judge(trace, n.violations);
    }
    for (std::size_t r = 0; r < out_.rules.size(); ++r) judge(trace, r);
    return out_.difference.empty();
  }

 private:
  struct Named {
    const char* name;
    RuleCheck check;
    std::vector<RuleViolation> violations = {};
  };

  const Rule& rule(std::size_t r) const { return program_.scenario.rules[r]; }

  void judge(const Trace& trace, std::size_t r) {
    RuleTally& tally = out_.rules[r];
    if (test::orders_to_try(program_.scenario, trace, rule(r), kMostOrders) ==
        kMostOrders) {
      ++tally.larger;
      return;
    }
    const bool expected =
        test::violated_by_enumeration(program_.scenario, trace, rule(r));
    ++tally.classes;
    tally.violated += expected;
    for (const Named& n : checks_) compare(n, trace, r, expected);
  }

  void compare(const Named& n, const Trace& trace, std::size_t r,
               bool expected) {
    const auto v =
        std::find_if(n.violations.begin(), n.violations.end(),
                     [&](const RuleViolation& x) { return x.rule == r; });
    const bool found = v != n.violations.end();
    std::string what;
    if (found != expected)
      what =
          expected ? " misses a violation" : " sees a violation that is none";
    else if (found && !shows_it(trace, *v))
      what = " shows a schedule that breaks no rule";
    if (!what.empty() && out_.difference.empty())
      out_.difference = n.name + what + ": " + rule(r).id + "\n";
  }

  // The schedule runs, is one of the class, and breaks the rule as it stands.
  bool shows_it(const Trace& trace, const RuleViolation& v) const {
    if (v.schedule.size() != trace.events.size()) return false;
    const Execution run = execute(program_, v.schedule);
    if (run.refused) return false;
    if (test::asks_for_attempts(rule(v.rule)))
      return test::violated_by_enumeration(program_.scenario, run.trace,
                                           rule(v.rule));
    return test::violated_as_it_stands(program_.scenario, run.trace,
                                       rule(v.rule));
  }

  const Program& program_;
  RuleAgreement& out_;
  Named checks_[3];
};

// Every schedule as it runs, without classes and orders.
class AsTheyRun : public ScheduleVisitor {
 public:
  explicit AsTheyRun(const Program& program)
      : program_(program), violated(program.scenario.rules.size(), 0) {}

  bool on_schedule(const Trace& trace, const State&, int) override {
    for (std::size_t r = 0; r < violated.size(); ++r)
      violated[r] |= test::violated_as_it_stands(program_.scenario, trace,
                                                 program_.scenario.rules[r]);
    return true;
  }

 private:
  const Program& program_;

 public:
  std::vector<char> violated;  // per rule
};

void compare_with_runs(const Program& program, RuleAgreement& out) {
  AsTheyRun runs(program);
  SearchOptions options;
  options.limits.steps = 200;
  options.limits.schedules = kMostSchedules;
  if (!search_reference(program, options, runs).limit.empty()) return;
  for (std::size_t r = 0; r < out.rules.size(); ++r) {
    RuleTally& tally = out.rules[r];
    const Rule& rule = program.scenario.rules[r];
    if (tally.larger > 0 || test::asks_for_attempts(rule)) continue;
    tally.in_schedules = true;
    if ((tally.violated > 0) != !!runs.violated[r] && out.difference.empty())
      out.difference = std::string("rule is broken in ") +
                       (tally.violated > 0 ? "no" : "a") +
                       " schedule as it runs: " + rule.id + "\n";
  }
}

// That ends a schedule, not the search.
bool loop_ended_it(const SearchSummary& seen) {
  return seen.limit == "a loop reached its limit";
}

}  // namespace

RuleAgreement rule_agreement(const Scenario& scenario, std::uint64_t classes) {
  RuleAgreement out;
  const Program program(scenario);
  Comparing comparing(program, out);
  SearchOptions options;
  options.limits.steps = 200;
  options.limits.schedules = classes;
  const SearchSummary seen = search_schedules(program, options, comparing);
  out.all = !seen.stopped && (seen.limit.empty() || loop_ended_it(seen));
  if (out.all) compare_with_runs(program, out);
  return out;
}

}  // namespace picket::oracle
