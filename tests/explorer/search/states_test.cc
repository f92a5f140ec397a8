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
