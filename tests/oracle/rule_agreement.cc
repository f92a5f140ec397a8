#include "tests/oracle/rule_agreement.h"

#include "explorer/check/rule_check.h"
#include "explorer/search/execution.h"
#include "explorer/search/schedule_visitor.h"
#include "explorer/search/schedules.h"
#include "tests/support/linear_orders.h"

namespace picket::oracle {
namespace {

constexpr std::size_t kMostEvents = 9;

class Comparing : public ScheduleVisitor {
 public:
  Comparing(const Program& program, std::uint64_t most, RuleAgreement& out)
      : program_(program),
        most_(most),
        out_(out),
        checks_{{"native", {program, SolverKind::native}},
                {"z3", {program, SolverKind::z3}},
                {"both", {program, SolverKind::both}}} {}

  bool on_schedule(const Trace& trace, const State&, int) override {
    if (trace.events.size() > kMostEvents) return ++out_.larger < 4 * most_;
    const bool expected = test::violated_by_enumeration(
        program_.scenario, trace, program_.scenario.rules[0]);
    ++out_.classes;
    out_.violated += expected;
    for (auto& [name, check] : checks_) judge(name, check, trace, expected);
    return out_.difference.empty() && out_.classes < most_;
  }

 private:
  struct Named {
    const char* name;
    RuleCheck check;
  };

  void judge(const std::string& name, RuleCheck& check, const Trace& trace,
             bool expected) {
    violations_.clear();
    check.judge(trace, violations_);
    if (violations_.empty() == expected) {
      out_.difference = name +
                        (expected ? " misses a violation"
                                  : " sees a violation that is none") +
                        "\n";
    } else if (expected && !shows_it(trace, violations_.front().schedule)) {
      out_.difference = name + ": the schedule it shows breaks no rule\n";
    }
  }

  // The schedule runs, is one of the class, and breaks the rule as it stands.
  bool shows_it(const Trace& trace, const Schedule& schedule) const {
    if (schedule.size() != trace.events.size()) return false;
    const Execution run = execute(program_, schedule);
    return !run.refused &&
           test::violated_by_enumeration(program_.scenario, run.trace,
                                         program_.scenario.rules[0]);
  }

  const Program& program_;
  const std::uint64_t most_;
  RuleAgreement& out_;
  Named checks_[3];
  std::vector<RuleViolation> violations_;
};

}  // namespace

RuleAgreement rule_agreement(const Scenario& scenario, std::uint64_t classes) {
  RuleAgreement out;
  const Program program(scenario);
  Comparing comparing(program, classes, out);
  SearchOptions options;
  options.limits.steps = 200;
  options.limits.schedules = 4 * classes;
  search_schedules(program, options, comparing);
  return out;
}

}  // namespace picket::oracle
