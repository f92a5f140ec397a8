// The behaviour of spec/semantics/semaphore.cc, driven thread by thread.
#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;

TEST_GROUP(semaphore){};

TEST(semaphore, it_lets_in_as_many_as_it_counts) {
  Drive d(R"(
scenario: s
objects: {s: {type: semaphore, count: 2}}
threads:
  one: [{down: s}, {up: s}]
  two: [{down: s}, {up: s}]
  three: [{down: s}, {up: s}]
)");
  d.step("one");
  STRCMP_EQUAL("stepped", d.step("two").c_str());
  STRCMP_EQUAL("blocked", d.step("three").c_str());
  CHECK(d.effect().want.kind == picket::Want::Kind::count);
  d.step("two");
  STRCMP_EQUAL("finished", d.run("three").c_str());
}

TEST(semaphore, anybody_may_give) {
  CHECK(ends(R"(
scenario: s
objects: {s: {type: semaphore, count: 0}}
threads: {waiter: [{down: s}], giver: [{up: s}]}
)") == (std::set<std::string>{"done"}));
}

TEST(semaphore, taking_it_twice_blocks_without_being_a_misuse) {
  CHECK(ends(R"(
scenario: s
objects: {s: semaphore}
threads: {t: [{down: s}, {down: s}]}
)") == (std::set<std::string>{"stuck t"}));
}

TEST(semaphore, a_trylock_returns_0_when_it_took_and_1_when_not) {
  Drive d(R"(
scenario: s
objects: {s: semaphore}
threads: {t: [{down_trylock: s, into: x}, {down_trylock: s, into: y}, {assert: x == 0 && y == 1}]}
)");
  STRCMP_EQUAL("finished", d.run("t").c_str());
}

TEST(semaphore, a_signal_interrupts_only_a_wait) {
  CHECK(ends(R"(
scenario: s
objects: {s: semaphore, x: int}
threads:
  t: [{down: s}, {down_interruptible: s, into: r}, {set: {x: r}}]
  sender: [{signal_pending: t}]
)") == (std::set<std::string>{"done x=-4"}));
  CHECK(ends(R"(
scenario: s
objects: {s: semaphore, x: int}
threads:
  t: [{down_interruptible: s, into: r}, {set: {x: r}}]
  sender: [{signal_pending: t}]
)") == (std::set<std::string>{"done x=0"}));
}

TEST(semaphore, an_interruptible_wait_is_bounded) {
  Drive d(R"(
scenario: s
objects: {s: {type: semaphore, count: 0}}
threads: {t: [{down_interruptible: s, into: r}]}
)");
  STRCMP_EQUAL("blocked", d.step("t").c_str());
  CHECK(d.effect().want.bounded);
}

TEST(semaphore, down_may_sleep_up_and_trylock_do_not) {
  Drive d(R"(
scenario: s
objects: {s: semaphore}
threads:
  gives: [preempt_disable, {down_trylock: s, into: x}, {up: s}, preempt_enable]
  takes: [preempt_disable, {down: s}]
)");
  STRCMP_EQUAL("finished", d.run("gives").c_str());
  STRCMP_EQUAL("misuse sleep-in-atomic", d.run("takes").c_str());
}

TEST(semaphore, independent_transitions_commute) {
  STRCMP_EQUAL("", broken_independence(R"(
scenario: s
objects: {s: {type: semaphore, count: 1}}
threads:
  one: [{down: s}, {up: s}]
  two: [{down_interruptible: s, into: r}, {up: s}]
  three: [{down_trylock: s, into: r}, {up: s}, {signal_pending: two}]
)")
                       .c_str());
}
