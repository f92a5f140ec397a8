// The behaviour of spec/semantics/local_lock.cc, driven thread by thread.
#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;

using Ends = std::set<std::string>;

namespace {

std::string scenario(const std::string& a, const std::string& b) {
  return "scenario: s\nobjects: {l: local_lock_t, x: int}\nthreads:\n  a: " +
         a + "\n  b: " + b + "\n";
}

const char* kSection = "[{local_lock: l}, {set: {x: 1}}, {local_unlock: l}]";
const char* kIrqSection =
    "[{local_lock_irq: l}, {set: {x: 1}}, {local_unlock_irq: l}]";

std::string on(const std::string& place, const char* steps) {
  return "{" + place + ", steps: " + steps + "}";
}

std::string alone(const std::string& steps) {
  Drive d(scenario(steps, "[nop]"));
  return d.run("a");
}

}  // namespace

TEST_GROUP(local_lock){};

TEST(local_lock, every_cpu_has_one) {
  Drive d(scenario("[{local_lock: l}, nop]", "[{local_lock: l}]"));
  STRCMP_EQUAL("stepped", d.step("a").c_str());
  STRCMP_EQUAL("misuse lock-held-at-exit", d.run("b").c_str());
}

TEST(local_lock, tasks_of_one_cpu_exclude_each_other) {
  Drive d(scenario(on("cpu: 0", kSection), on("cpu: 0", kSection)));
  d.step("a");
  STRCMP_EQUAL("blocked", d.step("b").c_str());
  STRCMP_EQUAL("finished", d.run("a").c_str());
  STRCMP_EQUAL("finished", d.run("b").c_str());
}

TEST(local_lock, an_interrupt_must_not_take_what_the_task_below_it_holds) {
  const std::string irq = "cpu: 0, context: hardirq";
  CHECK(ends(scenario(on("cpu: 0", kSection), on(irq, kSection))) ==
        (Ends{"done x=1", "misuse wrong-context b"}));
  CHECK(ends(scenario(on("cpu: 0", kIrqSection), on(irq, kSection))) ==
        Ends{"done x=1"});
}

TEST(local_lock, its_holder_must_not_sleep) {
  STRCMP_EQUAL("misuse sleep-in-atomic",
               alone("[{local_lock: l}, might_sleep]").c_str());
  STRCMP_EQUAL("finished", alone("[{local_lock_irq: l}, {local_unlock_irq: l}, "
                                 "might_sleep]")
                               .c_str());
}

TEST(local_lock, taking_it_twice_is_a_recursive_lock) {
  STRCMP_EQUAL("misuse recursive-lock",
               alone("[{local_lock: l}, {local_lock: l}]").c_str());
}

TEST(local_lock, only_its_holder_may_release_it) {
  STRCMP_EQUAL("misuse unlock-not-held", alone("[{local_unlock: l}]").c_str());
  STRCMP_EQUAL(
      "misuse unlock-not-held",
      alone("[{when: 0, local_lock: l}, {local_unlock_irq: l}]").c_str());
}

TEST(local_lock, holding_it_is_an_expression) {
  STRCMP_EQUAL("finished",
               alone("[{local_lock: l}, {assert: held(l)}, {local_unlock: "
                     "l}, {assert: \"!held(l)\"}]")
                   .c_str());
}

TEST(local_lock, independent_transitions_commute) {
  for (const char* b : {"cpu: 0", "cpu: 1", "cpu: 0, context: hardirq"})
    for (const char* steps : {kSection, kIrqSection})
      STRCMP_EQUAL(
          "", broken_independence(scenario(on("cpu: 0", steps), on(b, steps)))
                  .c_str());
}
