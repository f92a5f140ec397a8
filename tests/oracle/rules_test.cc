// Random rules on random scenarios: what is said about a class of schedules is
// what a look at each of its linear orders says, and the schedule that is shown
// runs and breaks the rule.
#include <cstdlib>
#include <random>
#include <string>

#include "explorer/check/rule_check.h"
#include "explorer/search/execution.h"
#include "explorer/search/schedule_visitor.h"
#include "explorer/search/schedules.h"
#include "spec/yaml/scenario_reader.h"
#include "tests/support/linear_orders.h"
#include "tests/support/random_rules.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

// PICKET_RULE_SEEDS=N tries more.
unsigned seeds() {
  const char* wanted = std::getenv("PICKET_RULE_SEEDS");
  return wanted ? static_cast<unsigned>(std::atoi(wanted)) : 800;
}

constexpr std::size_t kEvents = 9;  // to be put in order

struct Tally {
  int classes = 0, violated = 0;
};

class Comparing : public ScheduleVisitor {
 public:
  Comparing(const Program& program, const std::string& where, Tally& tally)
      : program_(program),
        where_(where),
        tally_(tally),
        check_(program, SolverKind::both) {}

  bool on_schedule(const Trace& trace, const State&, int) override {
    const Rule& rule = program_.scenario.rules[0];
    if (test::events_to_order(program_.scenario, trace, rule) > kEvents)
      return ++skipped_ < 50;
    violations_.clear();
    check_.judge(trace, violations_);
    const bool expected =
        test::violated_by_enumeration(program_.scenario, trace, rule);
    CHECK_EQUAL_TEXT(expected, !violations_.empty(), where_.c_str());
    ++tally_.classes;
    tally_.violated += expected;
    if (expected) check_witness(trace);
    return ++seen_ < 25;
  }

 private:
  void check_witness(const Trace& trace) {
    const RuleViolation& v = violations_.front();
    UNSIGNED_LONGS_EQUAL_TEXT(trace.events.size(), v.schedule.size(),
                              where_.c_str());
    const Execution run = execute(program_, v.schedule);
    CHECK_TEXT(!run.refused, where_.c_str());
    for (const EventId at : v.at)
      CHECK_TEXT(at.index() < v.length, where_.c_str());
    CHECK_TEXT(test::violated_by_enumeration(program_.scenario, run.trace,
                                             program_.scenario.rules[0]),
               where_.c_str());
    check_beginning(v);
  }

  // The part that is shown breaks the rule by itself. An attempt has left
  // nothing in it.
  void check_beginning(const RuleViolation& v) {
    CHECK_TEXT(v.length <= v.schedule.size(), where_.c_str());
    for (const RulePoint& p : v.points)
      if (p.kind == NodeKind::attempt) return;
    const Schedule shown(
        v.schedule.begin(),
        v.schedule.begin() + static_cast<std::ptrdiff_t>(v.length));
    const Execution run = execute(program_, shown, false);
    CHECK_TEXT(!run.refused, where_.c_str());
    CHECK_TEXT(test::violated_by_enumeration(program_.scenario, run.trace,
                                             program_.scenario.rules[0]),
               where_.c_str());
  }

  const Program& program_;
  const std::string& where_;
  Tally& tally_;
  RuleCheck check_;
  std::vector<RuleViolation> violations_;
  int seen_ = 0, skipped_ = 0;
};

}  // namespace

TEST_GROUP(rule_solvers){};

TEST(rule_solvers, say_of_a_class_what_holds_in_each_of_its_linear_orders) {
  Tally tally;
  int scenarios = 0;
  const int wanted = static_cast<int>(seeds());
  for (unsigned seed = 0; seed < seeds(); ++seed) {
    test::Random random(seed);
    const std::string text = test::random_scenario_with_rule(random);
    const ReadResult read = read_scenario_text("random.yaml", text, {});
    if (read.scenarios.empty()) continue;  // the reader has its own opinion
    ++scenarios;
    const std::string where = "seed " + std::to_string(seed) + "\n" + text;
    const Program program(read.scenarios.front());
    Comparing comparing(program, where, tally);
    search_schedules(program, {}, comparing);
  }
  CHECK(scenarios > wanted * 3 / 4);
  CHECK(tally.classes > wanted);
  CHECK(tally.violated > wanted / 8);
}
