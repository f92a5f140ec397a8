// The search over states: what its reduction may not lose.
#include "explorer/search/states.h"

#include <string>

#include "explorer/check/judge.h"
#include "tests/support/drive.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

TEST_GROUP(states){};

// The item alone could go round for ever and leave the others where they are.
TEST(states, an_item_that_queues_itself_does_not_put_off_the_rest) {
  const Scenario scenario = test::scenario_of(R"(
scenario: s
objects: {q: workqueue_struct, w: {type: work_struct, function: f}, x: int}
functions: {f: [{queue_work: {wq: q, work: w}}]}
threads:
  a: [{queue_work: {wq: q, work: w}}, {set: {x: 1}}]
  b: [{set: {x: 2}}, {assert: x == 2}]
)");
  const Program program(scenario);
  Judge judge(program, SolverKind::native, 1, false);
  search_states(program, {}, judge);
  CHECK_EQUAL(1, judge.findings().size());
  CHECK(judge.findings().begin()->second.code == FindingCode::assertion);
}

namespace {

struct Reached {
  std::uint64_t states, transitions;
  std::string findings;
};

Reached reach(const Program& program, int jobs, bool reduce) {
  Judge judge(program, SolverKind::native, jobs, false);
  SearchOptions options;
  options.jobs = jobs;
  const SearchSummary summary = search_states(program, options, judge, reduce);
  Reached out{summary.states, summary.transitions, ""};
  for (const auto& [key, finding] : judge.findings()) {
    out.findings += key + ":";
    for (const Choice& c : finding.witness)
      out.findings += " " + std::to_string(c.context.value);
    out.findings += "\n";
  }
  return out;
}

}  // namespace

// Large enough for the threads to be given anything at all.
TEST(states, several_threads_find_what_one_finds) {
  const Scenario scenario = test::scenario_of(R"(
scenario: s
objects: {x: int, a: mutex, b: mutex}
threads:
  writer: [{set: {x: 1}}]
  "reader[i: 1..13]": [{read: x, into: seen}]
  one: [{mutex_lock: a}, {mutex_lock: b}]
  two: [{mutex_lock: b}, {mutex_lock: a}, {assert: x == 0}]
)");
  const Program program(scenario);
  for (const bool reduce : {true, false}) {
    const Reached alone = reach(program, 1, reduce);
    CHECK(alone.states > 60'000);
    CHECK(!alone.findings.empty());
    const Reached together = reach(program, reduce ? 2 : 3, reduce);
    CHECK_EQUAL(alone.states, together.states);
    CHECK_EQUAL(alone.transitions, together.transitions);
    STRCMP_EQUAL(alone.findings.c_str(), together.findings.c_str());
  }
}
