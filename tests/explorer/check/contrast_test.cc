// The nearest schedule that passes.
#include "explorer/check/contrast.h"

#include "explorer/check/check.h"
#include "tests/support/drive.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

struct Compared {
  Schedule failing;
  Contrast contrast;
};

Compared compare(const char* text) {
  const Scenario scenario = test::scenario_of(text);
  const CheckResult result = check(scenario, {});
  CHECK(!result.findings.empty());
  const Program program(scenario);
  const Schedule& failing = result.findings.front().witness;
  return {failing, nearest_passing(program, failing, 100'000)};
}

}  // namespace

TEST_GROUP(Contrast){};

// One of the two locks is taken, and the other context goes on.
TEST(Contrast, it_parts_where_the_deadlock_became_certain) {
  const Compared c = compare(R"(
scenario: s
objects: {a: mutex, b: mutex}
threads:
  one: [{mutex_lock: a}, {mutex_lock: b}, {mutex_unlock: b}, {mutex_unlock: a}]
  two: [{mutex_lock: b}, {mutex_lock: a}, {mutex_unlock: a}, {mutex_unlock: b}]
)");
  CHECK(c.contrast.found);
  CHECK_EQUAL(2, c.failing.size());
  CHECK_EQUAL(1, c.contrast.common);
  CHECK(c.contrast.passing[0] == c.failing[0]);
  CHECK_EQUAL(8, c.contrast.passing.size());
}

TEST(Contrast, another_alternative_counts_as_another_schedule) {
  const Compared c = compare(R"(
scenario: s
objects: {done: completion}
threads:
  one:
    - choose:
        - [{wait_for_completion: done}]
        - [nop]
)");
  CHECK(c.contrast.found);
  CHECK_EQUAL(0, c.contrast.common);
}

TEST(Contrast, there_may_be_none) {
  const Compared c = compare(R"(
scenario: s
objects: {done: completion}
threads:
  one: [{wait_for_completion: done}]
)");
  CHECK(!c.contrast.found);
  CHECK(c.contrast.complete);
}

// The other order of the two breaks the rule; a schedule that ends well is not
// enough.
TEST(Contrast, a_schedule_that_breaks_a_rule_does_not_pass) {
  const Compared c = compare(R"(
scenario: s
objects: {x: int, y: int}
threads:
  one: [{set: {x: 1}, label: first}]
  two: [{set: {y: 1}, label: second}]
rules:
  in-order: {order: [label(first), label(second)]}
)");
  CHECK(!c.contrast.found);
}
