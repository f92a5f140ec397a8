// picket check --why
#include <string>

#include "explorer/check/check.h"
#include "tests/support/drive.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

std::string why(const std::string& yaml, SolverKind solver) {
  CheckOptions options;
  options.solver = solver;
  return explain_rule(test::scenario_of(yaml), "r", options);
}

}  // namespace

TEST_GROUP(explain){};

TEST(explain, tells_the_chain_that_keeps_the_order) {
  constexpr const char* kChain = R"(scenario: chain
objects: {f: dma_fence, done: completion}
threads:
  a:
    - dma_fence_signal: f
  b:
    - dma_fence_wait: f
    - nop
    - complete: done
rules: {r: {order: [dma_fence_signal(f), complete(done)]}}
)";
  for (const SolverKind kind : {SolverKind::native, SolverKind::z3}) {
    const std::string text = why(kChain, kind);
    STRCMP_CONTAINS("rule r holds in", text.c_str());
    STRCMP_CONTAINS(
        "dma_fence_signal(f) by a (line 5) comes before dma_fence_wait(f) by b "
        "(line 7): that needs f signalled\n",
        text.c_str());
    STRCMP_CONTAINS(
        "dma_fence_wait(f) by b (line 7) comes before complete(done) by b "
        "(line 9): same thread\n",
        text.c_str());
  }
}

TEST(explain, names_the_lock_that_orders_two_threads) {
  constexpr const char* kLock = R"yaml(scenario: lock
objects: {m: mutex, x: int}
threads:
  a:
    - mutex_lock: m
    - set: {x: 1}
    - mutex_unlock: m
  b:
    - mutex_lock: m
    - kmalloc: GFP_ATOMIC
    - mutex_unlock: m
rules:
  r: {never: kmalloc, across: true,
      within: "between(mutex_lock by a, mutex_unlock by a)"}
)yaml";
  const std::string text = why(kLock, SolverKind::native);
  STRCMP_CONTAINS(
      "mutex m is taken by b (line 9) only after a (line 7) has released it\n",
      text.c_str());
  STRCMP_CONTAINS(
      "mutex m is taken by a (line 5) only after b (line 11) has released it\n",
      text.c_str());
}

TEST(explain, counts_the_classes_in_which_nothing_happens) {
  constexpr const char* kNothing = R"(scenario: nothing
objects: {x: int}
threads:
  a: [set: {x: 1}]
  b: [set: {x: 2}]
rules: {r: {never: kmalloc}}
)";
  STRCMP_EQUAL(
      "rule r holds in all 2 classes of schedules;\n"
      "in 2 nothing happens that could break it\n",
      why(kNothing, SolverKind::native).c_str());
}

TEST(explain, tells_what_breaks_a_rule_that_does_not_hold) {
  const std::string text = why(R"(scenario: broken
objects: {x: int}
threads:
  a: [{kmalloc: GFP_KERNEL}]
rules: {r: {never: kmalloc}}
)",
                               SolverKind::native);
  STRCMP_EQUAL(
      "rule r can be broken: kmalloc(GFP_KERNEL) by a (line 4) must never "
      "happen\n",
      text.c_str());
}

TEST(explain, a_bounded_search_says_so) {
  CheckOptions options;
  options.max_schedules = 1;
  const Scenario s = test::scenario_of(R"(scenario: bounded
objects: {x: int}
threads:
  a: [{set: {x: 1}}]
  b: [{set: {x: 2}}]
rules: {r: {never: kmalloc}}
)");
  const std::string text = explain_rule(s, "r", options);
  STRCMP_CONTAINS("rule r holds in 1 class of schedules (then ", text.c_str());
}
