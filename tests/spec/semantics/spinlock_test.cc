// The behaviour of spec/semantics/spinlock.cc, driven thread by thread.
#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;

namespace {

// What one thread with these steps comes to.
std::string alone(const std::string& steps) {
  Drive d(
      "scenario: s\n"
      "objects: {a: spinlock_t, r: raw_spinlock_t, m: mutex}\n"
      "threads:\n  t: " +
      steps + "\n");
  return d.run("t");
}

const char* kTwo = R"(
scenario: s
objects: {a: spinlock_t}
threads:
  one: [{spin_lock: a}, {spin_unlock: a}]
  two: [{spin_lock_irqsave: a}, {spin_unlock_irqrestore: a}]
)";

}  // namespace

TEST_GROUP(spinlock){};

TEST(spinlock, a_context_spins_until_the_lock_is_free) {
  Drive d(kTwo);
  d.step("one");
  STRCMP_EQUAL("blocked", d.step("two").c_str());
  CHECK(d.effect().want.kind == picket::Want::Kind::lock);
  CHECK(d.effect().want.object == d.object("a"));
  d.step("one");
  STRCMP_EQUAL("finished", d.run("two").c_str());
}

TEST(spinlock, opposite_orders_can_deadlock) {
  const auto found = ends(R"(
scenario: s
objects: {a: spinlock_t, b: raw_spinlock_t}
threads:
  one: [{spin_lock: a}, {raw_spin_lock: b}, {raw_spin_unlock: b}, {spin_unlock: a}]
  two: [{raw_spin_lock: b}, {spin_lock: a}, {spin_unlock: a}, {raw_spin_unlock: b}]
)");
  CHECK(found == (std::set<std::string>{"done", "stuck one two"}));
}

TEST(spinlock, taking_it_twice_is_a_recursive_lock) {
  STRCMP_EQUAL("misuse recursive-lock",
               alone("[{spin_lock: a}, {spin_lock_irq: a}]").c_str());
}

TEST(spinlock, a_trylock_of_a_held_lock_fails) {
  Drive d(R"(
scenario: s
objects: {a: spinlock_t}
threads:
  holder: [{spin_lock: a}]
  other: [{spin_trylock: a, into: x}, might_sleep]
)");
  d.step("holder");
  STRCMP_EQUAL("stepped", d.step("other").c_str());
  STRCMP_EQUAL("finished", d.run("other").c_str());
}

TEST(spinlock, a_trylock_of_a_free_lock_takes_it_in_its_form) {
  STRCMP_EQUAL("misuse sleep-in-atomic",
               alone("[{spin_trylock_irq: a, into: x}, {spin_unlock: a}, "
                     "might_sleep]")
                   .c_str());
  STRCMP_EQUAL("finished", alone("[{raw_spin_trylock_bh: r, into: x}, "
                                 "{raw_spin_unlock_bh: r}, might_sleep]")
                               .c_str());
}

TEST(spinlock, a_holder_must_not_sleep) {
  STRCMP_EQUAL("misuse sleep-in-atomic",
               alone("[{spin_lock: a}, {mutex_lock: m}]").c_str());
}

TEST(spinlock, only_the_holder_may_release_it) {
  STRCMP_EQUAL("misuse unlock-not-held", alone("[{spin_unlock: a}]").c_str());
  Drive d(R"(
scenario: s
objects: {a: spinlock_t}
threads: {one: [{spin_lock: a}], two: [{spin_unlock: a}]}
)");
  d.step("one");
  STRCMP_EQUAL("misuse unlock-not-held", d.step("two").c_str());
}

TEST(spinlock, unlock_irq_enables_interrupts_that_were_off_before) {
  STRCMP_EQUAL("finished", alone("[local_irq_disable, {spin_lock_irq: a}, "
                                 "{spin_unlock_irq: a}, might_sleep]")
                               .c_str());
  STRCMP_EQUAL("misuse sleep-in-atomic",
               alone("[local_irq_disable, {spin_lock_irqsave: a}, "
                     "{spin_unlock_irqrestore: a}, might_sleep]")
                   .c_str());
}

TEST(spinlock, irqsave_nests) {
  STRCMP_EQUAL("finished",
               alone("[{spin_lock_irqsave: a}, {raw_spin_lock_irqsave: r}, "
                     "{raw_spin_unlock_irqrestore: r}, "
                     "{spin_unlock_irqrestore: a}, might_sleep]")
                   .c_str());
}

TEST(spinlock, a_thread_must_not_end_with_interrupts_or_bottom_halves_off) {
  STRCMP_EQUAL("misuse lock-held-at-exit",
               alone("[{spin_lock_irq: a}, {spin_unlock: a}]").c_str());
  STRCMP_EQUAL("misuse lock-held-at-exit",
               alone("[{spin_lock_bh: a}, {spin_unlock: a}]").c_str());
  STRCMP_EQUAL("misuse lock-held-at-exit", alone("[{spin_lock: a}]").c_str());
}

TEST(spinlock, subclasses_and_nest_locks_lock_the_same_lock) {
  STRCMP_EQUAL(
      "misuse recursive-lock",
      alone("[{spin_lock_nested: {lock: a, subclass: 1}}, {spin_lock: a}]")
          .c_str());
  STRCMP_EQUAL("misuse recursive-lock",
               alone("[{mutex_lock: m}, {spin_lock_nest_lock: {lock: a, nest: "
                     "m}}, {spin_lock: a}]")
                   .c_str());
}

TEST(spinlock, independent_transitions_commute) {
  STRCMP_EQUAL("", broken_independence(kTwo).c_str());
}
