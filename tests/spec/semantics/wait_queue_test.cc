#include "spec/semantics/wait_queue.h"

#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;
using Ends = std::set<std::string>;

TEST_GROUP(wait_queue){};

TEST(wait_queue, a_sleeper_goes_on_when_it_is_woken) {
  Drive d(R"(
scenario: s
objects: {q: wait_queue_head}
threads:
  sleeper: [{prepare_to_wait: q}, schedule, {finish_wait: q}]
  waker: [{wake_up: q}]
)");
  d.step("sleeper");
  STRCMP_EQUAL("blocked", d.step("sleeper").c_str());
  CHECK(d.effect().want.kind == picket::Want::Kind::wake_up);
  CHECK(d.effect().want.object == d.object("q"));
  d.step("waker");
  STRCMP_EQUAL("finished", d.run("sleeper").c_str());
}

TEST(wait_queue, a_wake_up_before_the_sleep_is_gone) {
  Drive d(R"(
scenario: s
objects: {q: wait_queue_head}
threads:
  early: [{prepare_to_wait: q}, schedule]
  late: [{prepare_to_wait: q}, schedule]
  waker: [{wake_up: q}]
)");
  d.step("early");
  d.step("waker");
  d.step("late");
  STRCMP_EQUAL("finished", d.run("early").c_str());
  STRCMP_EQUAL("blocked", d.step("late").c_str());
  CHECK(picket::queued_after_wake(d.program(), d.state().data(), d.object("q"),
                                  d.thread("late")));
}

TEST(wait_queue, who_queued_before_every_wake_up_did_not_lose_one) {
  Drive d(R"(
scenario: s
objects: {q: wait_queue_head}
threads:
  sleeper: [{prepare_to_wait: q}, schedule]
  waker: [{wake_up_interruptible: q}]
)");
  d.step("sleeper");
  d.step("waker");
  STRCMP_EQUAL("blocked", d.step("sleeper").c_str());
  CHECK_FALSE(picket::queued_after_wake(d.program(), d.state().data(),
                                        d.object("q"), d.thread("sleeper")));
}

TEST(wait_queue, preparing_twice_queues_once) {
  Drive d(R"(
scenario: s
objects: {q: wait_queue_head}
threads:
  sleeper: [{prepare_to_wait: q}, {prepare_to_wait: q}, {finish_wait: q}, {waitqueue_active: q, into: a}, {assert: a == 0}]
)");
  STRCMP_EQUAL("finished", d.run("sleeper").c_str());
}

TEST(wait_queue, plain_waiters_all_wake_and_one_exclusive_one) {
  CHECK(ends(R"(
scenario: s
objects: {q: wait_queue_head, ready: atomic_t}
threads:
  plain: [{prepare_to_wait: q}, {atomic_inc: ready}, schedule]
  first: [{prepare_to_wait_exclusive: q}, {atomic_inc: ready}, schedule]
  second: [{prepare_to_wait_exclusive: q}, {atomic_inc: ready}, schedule]
  waker: {starts: ready == 3, steps: [{wake_up: q}]}
)") == (Ends{"stuck first", "stuck second"}));
}

TEST(wait_queue, exclusive_waiters_are_woken_in_order) {
  Drive d(R"(
scenario: s
objects: {q: wait_queue_head}
threads:
  first: [{prepare_to_wait_exclusive: q}, schedule]
  second: [{prepare_to_wait_exclusive: q}, schedule]
  waker: [{wake_up: q}]
)");
  d.step("first");
  d.step("second");
  d.step("waker");
  STRCMP_EQUAL("blocked", d.step("second").c_str());
  STRCMP_EQUAL("finished", d.run("first").c_str());
}

TEST(wait_queue,
     an_exclusive_waiter_that_is_awake_does_not_use_up_the_wake_up) {
  Drive d(R"(
scenario: s
objects: {q: wait_queue_head}
threads:
  awake: [{prepare_to_wait_exclusive: q}, {set_current_state: TASK_RUNNING}, nop]
  asleep: [{prepare_to_wait_exclusive: q}, schedule]
  waker: [{wake_up: q}]
)");
  d.step("awake");
  d.step("awake");
  d.step("asleep");
  d.step("waker");
  STRCMP_EQUAL("finished", d.run("asleep").c_str());
}

TEST(wait_queue, a_plain_waiter_behind_an_exclusive_one_cannot_be_passed_over) {
  Drive d(R"(
scenario: s
objects: {q: wait_queue_head}
threads:
  exclusive: [{prepare_to_wait_exclusive: q}, schedule]
  plain: [{prepare_to_wait: q}, schedule]
  waker: [{wake_up: q}]
)");
  d.step("exclusive");
  d.step("plain");
  d.step("waker");
  STRCMP_EQUAL("finished", d.run("plain").c_str());
  STRCMP_EQUAL("finished", d.run("exclusive").c_str());
}

TEST(wait_queue, wake_up_all_wakes_all_and_wake_up_nr_as_many_as_it_says) {
  const std::string text = R"(
scenario: s
objects: {q: wait_queue_head, ready: atomic_t}
threads:
  a: [{prepare_to_wait_exclusive: q}, {atomic_inc: ready}, schedule]
  b: [{prepare_to_wait_exclusive: q}, {atomic_inc: ready}, schedule]
  c: [{prepare_to_wait_exclusive: q}, {atomic_inc: ready}, schedule]
  waker: {starts: ready == 3, steps: [)";
  CHECK(ends(text + "{wake_up_all: q}]}\n") == (Ends{"done"}));
  CHECK(ends(text + "{wake_up_nr: {wq: q, nr: 2}}]}\n") ==
        (Ends{"stuck a", "stuck b", "stuck c"}));
  CHECK(ends(text + "{wake_up_nr: {wq: q, nr: 3}}]}\n") == (Ends{"done"}));
}

TEST(wait_queue, an_interruptible_wake_up_is_not_for_uninterruptible_sleepers) {
  const std::string text = R"(
scenario: s
objects: {q: wait_queue_head, ready: int}
threads:
  waker: {starts: ready == 1, steps: [{wake_up_interruptible: q}]}
  sleeper: [{prepare_to_wait: q}, )";
  CHECK(ends(text + "{set: {ready: 1}}, schedule]\n") ==
        (Ends{"stuck sleeper ready=1"}));
  CHECK(ends(text + "{set_current_state: TASK_INTERRUPTIBLE}, "
                    "{set: {ready: 1}}, schedule]\n") ==
        (Ends{"done ready=1"}));
}

TEST(wait_queue, whoever_is_woken_is_off_the_queue) {
  Drive d(R"(
scenario: s
objects: {q: wait_queue_head}
threads:
  sleeper: [{prepare_to_wait: q}, schedule]
  waker: [{waitqueue_active: q, into: a}, {wake_up: q}, {waitqueue_active: q, into: b}, {assert: a == 1 && b == 0}]
)");
  d.step("sleeper");
  STRCMP_EQUAL("finished", d.run("waker").c_str());
}

TEST(wait_queue, finish_wait_makes_the_task_run) {
  Drive d(R"(
scenario: s
objects: {q: wait_queue_head}
threads: {t: [{prepare_to_wait: q}, {finish_wait: q}, schedule]}
)");
  STRCMP_EQUAL("finished", d.run("t").c_str());
}

TEST(wait_queue, a_freed_queue_is_not_woken) {
  CHECK(ends(R"(
scenario: s
objects: {q: wait_queue_head}
threads: {t: [{free: q}, {wake_up: q}]}
)") == (Ends{"misuse use-after-free t"}));
}

TEST(wait_queue, wake_ups_that_find_nobody_commute) {
  Drive d(R"(
scenario: s
objects: {q: wait_queue_head}
threads: {one: [{wake_up: q}], two: [{wake_up_all: q}]}
)");
  d.step("one");
  const picket::Footprint first = d.effect().footprint;
  d.step("two");
  CHECK_FALSE(conflict(first, d.effect().footprint));
}

TEST(wait_queue, independent_transitions_commute) {
  STRCMP_EQUAL("", broken_independence(R"(
scenario: s
objects: {q: wait_queue_head, r: wait_queue_head}
threads:
  one: [{prepare_to_wait: q}, schedule, {finish_wait: q}]
  two: [{prepare_to_wait_exclusive: q}, schedule, {prepare_to_wait: r}, schedule]
  three: [{wake_up: q}, {wake_up: r}, {waitqueue_active: q, into: a}]
  four: [{wake_up_interruptible: q}, {wake_up_all: q}]
)")
                       .c_str());
}

TEST(wait_queue, a_queue_forgets_its_wake_ups_when_nobody_can_queue_any_more) {
  STRCMP_EQUAL("", broken_independence(R"(
scenario: s
objects: {q: wait_queue_head}
functions: {sleeps: [{prepare_to_wait: q}]}
threads:
  one: [{prepare_to_wait: q}]
  two: [{call: sleeps}, {finish_wait: q}]
  three: [{wake_up: q}, {wake_up: q}]
)")
                       .c_str());
  Drive d(R"(
scenario: s
objects: {q: wait_queue_head}
threads:
  one: [{prepare_to_wait: q}, {finish_wait: q}]
  early: [{wake_up: q}]
  late: [{wake_up: q}]
)");
  d.run("early");
  d.run("one");
  const auto at = static_cast<std::size_t>(
      d.program().layout.objects[d.object("q").index()].words);
  CHECK_EQUAL(0, d.state()[at]);
  d.run("late");
  CHECK_EQUAL(0, d.state()[at]);
}

TEST(wait_queue, a_task_that_ends_asleep_can_still_be_woken) {
  Drive d(R"(
scenario: s
objects: {q: wait_queue_head}
threads:
  leaves: [{prepare_to_wait_exclusive: q}]
  stays: [{prepare_to_wait_exclusive: q}, schedule]
  waker: [{wake_up: q}, {wake_up: q}]
)");
  STRCMP_EQUAL("finished", d.run("leaves").c_str());
  d.step("stays");
  d.step("waker");
  STRCMP_EQUAL("blocked", d.step("stays").c_str());
  d.step("waker");
  STRCMP_EQUAL("finished", d.run("stays").c_str());
}
