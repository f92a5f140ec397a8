#include "spec/semantics/completion.h"

#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;
using Ends = std::set<std::string>;

TEST_GROUP(completion){};

TEST(completion, complete_may_come_first) {
  Drive d(R"(
scenario: s
objects: {c: completion}
threads:
  waiter: [{wait_for_completion: c}]
  worker: [{complete: c}]
)");
  STRCMP_EQUAL("blocked", d.step("waiter").c_str());
  CHECK(d.effect().want.kind == picket::Want::Kind::completion);
  CHECK(d.effect().want.object == d.object("c"));
  CHECK_FALSE(d.effect().want.bounded);
  STRCMP_EQUAL("finished", d.run("worker").c_str());
  STRCMP_EQUAL("finished", d.run("waiter").c_str());
}

TEST(completion, one_complete_lets_one_waiter_through) {
  CHECK(ends(R"(
scenario: s
objects: {c: completion}
threads:
  one: [{wait_for_completion: c}]
  two: [{wait_for_completion: c}]
  worker: [{complete: c}]
)") == (Ends{"stuck one", "stuck two"}));
}

TEST(completion, the_count_may_begin_above_zero) {
  CHECK(ends(R"(
scenario: s
objects: {c: {type: completion, done: 1}}
threads:
  one: [{wait_for_completion: c}]
  two: [{wait_for_completion: c}]
)") == (Ends{"stuck one", "stuck two"}));
}

TEST(completion, complete_all_lets_everybody_through_for_good) {
  CHECK(ends(R"(
scenario: s
objects: {c: completion}
threads:
  one: [{wait_for_completion: c}, {wait_for_completion: c}]
  two: [{wait_for_completion: c}]
  worker: [{complete_all: c}, {complete: c}]
)") == (Ends{"done"}));
}

TEST(completion, reinit_erases_a_count_and_remembers_that_it_did) {
  Drive d(R"(
scenario: s
objects: {c: completion}
threads:
  owner: [{reinit_completion: c}, {complete_all: c}, {reinit_completion: c}]
  waiter: [{wait_for_completion: c}]
)");
  d.step("owner");
  CHECK_FALSE(
      picket::count_erased(d.program(), d.state().data(), d.object("c")));
  STRCMP_EQUAL("finished", d.run("owner").c_str());
  CHECK(picket::count_erased(d.program(), d.state().data(), d.object("c")));
  STRCMP_EQUAL("blocked", d.step("waiter").c_str());
}

TEST(completion, without_reinit_no_count_was_erased) {
  Drive d(
      "scenario: s\nobjects: {c: completion}\n"
      "threads: {t: [{wait_for_completion: c}]}\n");
  CHECK_FALSE(
      picket::count_erased(d.program(), d.state().data(), d.object("c")));
}

TEST(completion, a_try_consumes_and_a_look_does_not) {
  Drive d(R"(
scenario: s
objects: {c: completion}
threads:
  t:
    - {try_wait_for_completion: c, into: a}
    - {completion_done: c, into: b}
    - complete: c
    - {completion_done: c, into: d}
    - {try_wait_for_completion: c, into: e}
    - {try_wait_for_completion: c, into: f}
    - {assert: a == 0 && b == 0 && d == 1 && e == 1 && f == 0}
)");
  STRCMP_EQUAL("finished", d.run("t").c_str());
}

TEST(completion, an_expression_can_ask_whether_it_is_done) {
  Drive d(R"(
scenario: s
objects: {c: completion}
threads: {t: [{assert: '!done(c)'}, {complete: c}, {assert: done(c)}]
}
)");
  STRCMP_EQUAL("finished", d.run("t").c_str());
}

TEST(completion, a_timed_wait_ends_in_time_out_or_success) {
  CHECK(ends(R"(
scenario: s
objects: {c: completion, x: {type: int, initial: -1}}
threads:
  waiter:
    - {wait_for_completion_timeout: {completion: c, timeout: 10}, into: left}
    - set: {x: left > 0}
  worker: [{complete: c}]
)") == (Ends{"done x=0", "done x=1"}));
}

TEST(completion, a_count_wins_over_the_time_out) {
  CHECK(ends(R"(
scenario: s
objects: {c: {type: completion, done: 1}}
threads:
  waiter:
    - {wait_for_completion_timeout: {completion: c, timeout: 10}, into: left}
    - assert: left > 0
)") == (Ends{"done"}));
}

TEST(completion, a_time_out_of_zero_polls) {
  Drive d(R"(
scenario: s
objects: {c: completion}
threads:
  t:
    - {wait_for_completion_timeout: {completion: c, timeout: 0}, into: a}
    - complete: c
    - {wait_for_completion_timeout: {completion: c, timeout: 0}, into: b}
    - {completion_done: c, into: d}
    - {assert: a == 0 && b > 0 && d == 0}
)");
  STRCMP_EQUAL("finished", d.run("t").c_str());
}

TEST(completion, a_timed_wait_is_bounded) {
  Drive d(R"(
scenario: s
objects: {c: completion}
threads: {t: [{wait_for_completion_timeout: {completion: c, timeout: 9}}]}
)");
  STRCMP_EQUAL("blocked", d.step("t").c_str());
  CHECK(d.effect().want.bounded);
  STRCMP_EQUAL("stepped", d.step("t", 1).c_str());
}

TEST(completion, only_a_signal_interrupts) {
  const std::string text = R"(
scenario: s
objects: {c: completion, x: {type: int, initial: 9}}
threads:
  waiter: [{wait_for_completion_interruptible: c, into: r}, {set: {x: r}}]
  worker: [{complete: c}]
)";
  CHECK(ends(text) == (Ends{"done x=0"}));
  CHECK(ends(text + "  sender: [{signal_pending: waiter}]\n") ==
        (Ends{"done x=0", "done x=-512"}));
}

TEST(completion, a_killable_wait_is_interrupted_too) {
  CHECK(ends(R"(
scenario: s
objects: {c: completion, x: {type: int, initial: 9}}
threads:
  waiter: [{wait_for_completion_killable: c, into: r}, {set: {x: r}}]
  sender: [{signal_pending: waiter}]
)") == (Ends{"done x=-512"}));
}

TEST(completion, a_count_wins_over_a_signal) {
  Drive d(R"(
scenario: s
objects: {c: {type: completion, done: 1}}
threads:
  waiter: [{wait_for_completion_interruptible: c, into: r}, {assert: r == 0}]
  sender: [{signal_pending: waiter}]
)");
  STRCMP_EQUAL("finished", d.run("sender").c_str());
  STRCMP_EQUAL("blocked", d.step("waiter", 1).c_str());
  STRCMP_EQUAL("finished", d.run("waiter").c_str());
}

TEST(completion, an_interruptible_timed_wait_has_three_ends) {
  CHECK(ends(R"(
scenario: s
objects: {c: completion, x: {type: int, initial: 9}}
threads:
  waiter:
    - {wait_for_completion_interruptible_timeout: {completion: c, timeout: 5}, into: r}
    - set: {x: r}
  sender: [{signal_pending: waiter}]
  worker: [{complete: c}]
)") == (Ends{"done x=-512", "done x=0", "done x=1", "done x=5"}));
}

TEST(completion, waiting_may_sleep_and_completing_does_not) {
  Drive d(R"(
scenario: s
objects: {c: completion, l: spinlock_t}
threads:
  completes: [{spin_lock: l}, {complete: c}, {complete_all: c}, {spin_unlock: l}]
  waits: [{spin_lock: l}, {wait_for_completion: c}]
)");
  STRCMP_EQUAL("finished", d.run("completes").c_str());
  STRCMP_EQUAL("misuse sleep-in-atomic", d.run("waits").c_str());
}

TEST(completion, one_on_a_stack_dies_with_the_thread_that_gave_up) {
  const std::string text = R"(
scenario: s
objects: {c: {type: completion, on_stack_of: caller}}
threads:
  device: [{complete: c}]
)";
  CHECK(ends(text + "  caller: [{wait_for_completion_timeout: "
                    "{completion: c, timeout: 5}}]\n") ==
        (Ends{"done", "misuse stack-object-used device"}));
  CHECK(ends(text + "  caller: [{wait_for_completion: c}]\n") ==
        (Ends{"done"}));
}

TEST(completion, a_freed_one_is_not_used) {
  CHECK(ends(R"(
scenario: s
objects: {c: completion}
threads: {t: [{free: c}, {complete: c}]}
)") == (Ends{"misuse use-after-free t"}));
}

TEST(completion, two_completes_commute) {
  Drive d(R"(
scenario: s
objects: {c: completion}
threads: {one: [{complete: c}], two: [{complete: c}]}
)");
  d.step("one");
  const picket::Footprint first = d.effect().footprint;
  d.step("two");
  CHECK_FALSE(conflict(first, d.effect().footprint));
}

TEST(completion, independent_transitions_commute) {
  STRCMP_EQUAL("", broken_independence(R"(
scenario: s
objects: {c: completion}
threads:
  one: [{wait_for_completion: c}, {wait_for_completion_timeout: {completion: c, timeout: 5}}]
  two: [{complete: c}, {complete_all: c}, {complete: c}, {reinit_completion: c}]
  three: [{wait_for_completion_interruptible: c}, {try_wait_for_completion: c, into: r}]
  four: [{signal_pending: three}, {complete: c}, {completion_done: c, into: r}]
)")
                       .c_str());
  STRCMP_EQUAL("", broken_independence(R"(
scenario: s
objects: {c: {type: completion, on_stack_of: one}}
threads:
  one: [{wait_for_completion_timeout: {completion: c, timeout: 5}}]
  two: [{complete: c}, {complete: c}]
)")
                       .c_str());
}

TEST(completion, who_need_not_wait_has_all_the_time_left) {
  CHECK(ends(R"(
scenario: s
objects: {c: {type: completion, done: 1}, x: int}
threads:
  t: [{wait_for_completion_timeout: {completion: c, timeout: 7}, into: r}, {set: {x: r}}]
)") == (Ends{"done x=7"}));
  CHECK(ends(R"(
scenario: s
objects: {c: completion, x: int}
threads:
  t: [{wait_for_completion_timeout: {completion: c, timeout: 7}, into: r}, {set: {x: r}}]
  k: [{complete: c}]
)") == (Ends{"done x=0", "done x=1", "done x=7"}));
}

TEST(completion, init_loses_who_waits) {
  const char* yaml = R"(
scenario: s
objects: {c: completion}
threads:
  w: [{wait_for_completion: c}]
  k: [{init: c}, {complete: c}]
)";
  CHECK(ends(yaml) == (Ends{"done", "stuck w"}));
  STRCMP_EQUAL("", broken_independence(yaml).c_str());
}

TEST(completion, init_does_not_lose_who_was_woken) {
  CHECK(ends(R"(
scenario: s
objects: {c: completion}
threads:
  w: [{wait_for_completion: c}]
  k: [{complete: c}, {init: c}, {complete: c}]
)") == (Ends{"done"}));
}

TEST(completion, who_was_lost_still_times_out) {
  const char* yaml = R"(
scenario: s
objects: {c: completion, x: int}
threads:
  w: [{wait_for_completion_timeout: {completion: c, timeout: 5}, into: r}, {set: {x: r > 0}}]
  k: [{init: c}, {complete: c}]
)";
  CHECK(ends(yaml) == (Ends{"done x=0", "done x=1"}));
  STRCMP_EQUAL("", broken_independence(yaml).c_str());
}
