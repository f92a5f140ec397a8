#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;
using Ends = std::set<std::string>;

TEST_GROUP(wait_event){};

TEST(wait_event, set_then_wake_lets_the_waiter_through) {
  CHECK(ends(R"(
scenario: s
objects: {q: wait_queue_head, x: int}
threads:
  waiter: [{wait_event: {wq: q, until: x == 1}}, {assert: x == 1}]
  waker: [{set: {x: 1}}, {wake_up: q}]
)") == (Ends{"done x=1"}));
}

TEST(wait_event, wake_then_set_may_leave_it_asleep) {
  CHECK(ends(R"(
scenario: s
objects: {q: wait_queue_head, x: int}
threads:
  waiter: [{wait_event: {wq: q, until: x == 1}}]
  waker: [{wake_up: q}, {set: {x: 1}}]
)") == (Ends{"done x=1", "stuck waiter x=1"}));
}

TEST(wait_event, a_true_condition_queues_nobody) {
  Drive d(R"(
scenario: s
objects: {q: wait_queue_head, x: {type: int, initial: 1}}
threads: {waiter: [{wait_event: {wq: q, until: x == 1}}]}
)");
  d.step("waiter");
  CHECK(d.effect().begins);
  CHECK(d.effect().happens);
  STRCMP_EQUAL("finished", d.run("waiter").c_str());
}

TEST(wait_event, it_checks_queues_checks_again_and_sleeps) {
  Drive d(R"(
scenario: s
objects: {q: wait_queue_head, x: int}
threads:
  waiter: [{wait_event: {wq: q, until: x == 1}}]
  waker: [{waitqueue_active: q, into: a}, {waitqueue_active: q, into: b}, {assert: a == 0 && b == 1}]
)");
  d.step("waiter");
  CHECK(d.effect().begins);
  d.step("waker");
  d.step("waiter");
  CHECK_FALSE(d.effect().begins);
  STRCMP_EQUAL("finished", d.run("waker").c_str());
  STRCMP_EQUAL("stepped", d.step("waiter").c_str());
  STRCMP_EQUAL("blocked", d.step("waiter").c_str());
  CHECK(d.effect().want.kind == picket::Want::Kind::wake_up);
  CHECK(d.effect().want.object == d.object("q"));
  CHECK(d.effect().want.condition.valid());
}

TEST(wait_event, a_woken_waiter_that_finds_it_false_sleeps_again) {
  Drive d(R"(
scenario: s
objects: {q: wait_queue_head, x: int}
threads:
  waiter: [{wait_event: {wq: q, until: x == 1}}]
  waker: [{wake_up: q}, {wake_up: q}]
)");
  STRCMP_EQUAL("blocked", d.run("waiter").c_str());
  d.step("waker");
  STRCMP_EQUAL("blocked", d.run("waiter").c_str());
  d.step("waker");
  STRCMP_EQUAL("blocked", d.run("waiter").c_str());
}

TEST(wait_event, the_return_is_the_event) {
  Drive d(R"(
scenario: s
objects: {q: wait_queue_head, x: int}
threads:
  waiter: [{wait_event: {wq: q, until: x == 1}}]
  waker: [{set: {x: 1}}, {wake_up: q}]
)");
  d.step("waiter");
  d.run("waker");
  d.step("waiter");
  CHECK_FALSE(d.effect().happens);
  d.step("waiter");
  CHECK_FALSE(d.effect().happens);
  d.step("waiter");
  CHECK(d.effect().happens);
}

TEST(wait_event, one_wake_up_passes_one_exclusive_waiter) {
  const std::string text = R"(
scenario: s
objects: {q: wait_queue_head, x: int}
threads:
  left: [{wait_event_exclusive: {wq: q, until: x == 1}}]
  right: [{wait_event_exclusive: {wq: q, until: x == 1}}]
  keeper: [{set: {x: 1}}, )";
  CHECK(ends(text + "{wake_up: q}]\n") ==
        (Ends{"done x=1", "stuck left x=1", "stuck right x=1"}));
  CHECK(ends(text + "{wake_up_all: q}]\n") == (Ends{"done x=1"}));
}

TEST(wait_event, a_waiter_about_to_leave_still_swallows_an_exclusive_wake_up) {
  Drive d(R"(
scenario: s
objects: {q: wait_queue_head, x: int}
threads:
  leaves: [{wait_event_exclusive: {wq: q, until: x == 1}}]
  stays: [{wait_event_exclusive: {wq: q, until: x == 2}}]
  waker: [{set: {x: 1}}, {set: {x: 2}}, {wake_up: q}]
)");
  d.step("leaves");
  d.step("leaves");
  STRCMP_EQUAL("blocked", d.run("stays").c_str());
  d.step("waker");
  d.step("leaves");  // sees x == 1, is still queued
  STRCMP_EQUAL("finished", d.run("waker").c_str());
  STRCMP_EQUAL("finished", d.run("leaves").c_str());
  STRCMP_EQUAL("blocked", d.run("stays").c_str());
}

TEST(wait_event, a_timed_one_ends_anyway_and_says_how) {
  CHECK(ends(R"(
scenario: s
objects: {q: wait_queue_head, x: int, r: {type: int, initial: 9}}
threads:
  waiter: [{wait_event_timeout: {wq: q, until: x == 1, timeout: 10}, into: left}, {set: {r: left > 0}}]
  waker: [{set: {x: 1}}]
)") == (Ends{"done x=1 r=0", "done x=1 r=1"}));
}

TEST(wait_event, a_condition_true_at_the_time_out_counts) {
  Drive d(R"(
scenario: s
objects: {q: wait_queue_head, x: int}
threads:
  waiter: [{wait_event_timeout: {wq: q, until: x == 1, timeout: 10}, into: left}, {assert: left == 1}]
  waker: [{set: {x: 1}}]
)");
  STRCMP_EQUAL("blocked", d.run("waiter").c_str());
  CHECK(d.effect().want.bounded);
  d.run("waker");
  STRCMP_EQUAL("stepped", d.step("waiter", 1).c_str());
  STRCMP_EQUAL("finished", d.run("waiter").c_str());
}

TEST(wait_event, a_time_out_of_zero_polls) {
  CHECK(ends(R"(
scenario: s
objects: {q: wait_queue_head, x: int}
threads:
  waiter:
    - {wait_event_timeout: {wq: q, until: x == 1, timeout: 0}, into: a}
    - set: {x: 1}
    - {wait_event_timeout: {wq: q, until: x == 1, timeout: 0}, into: b}
    - assert: a == 0 && b > 0
)") == (Ends{"done x=1"}));
}

TEST(wait_event, a_signal_interrupts_unless_the_condition_holds) {
  for (const char* form : {"interruptible", "killable"}) {
    const std::string text =
        R"(
scenario: s
objects: {q: wait_queue_head, x: int, r: {type: int, initial: 9}}
threads:
  sender: [{signal_pending: waiter}]
  waiter: [{wait_event_)" +
        std::string(form) +
        R"(: {wq: q, until: x == 1}, into: a}, {set: {r: a}}]
)";
    CHECK(ends(text) == (Ends{"done x=0 r=-512"}));
    CHECK(ends(text + "  waker: [{set: {x: 1}}, {wake_up: q}]\n") ==
          (Ends{"done x=1 r=-512", "done x=1 r=0"}));
  }
}

TEST(wait_event, an_interrupted_waiter_is_off_the_queue_before_it_gives_up) {
  Drive d(R"(
scenario: s
objects: {q: wait_queue_head, x: int}
threads:
  waiter: [{wait_event_interruptible_exclusive: {wq: q, until: x == 1}, into: r}]
  next: [{wait_event_exclusive: {wq: q, until: x == 1}}]
  sender: [{signal_pending: waiter}]
  waker: [{set: {x: 1}}, {wake_up: q}]
)");
  STRCMP_EQUAL("blocked", d.run("waiter").c_str());
  STRCMP_EQUAL("blocked", d.run("next").c_str());
  d.step("sender");
  d.step("waiter");
  d.run("waker");
  STRCMP_EQUAL("finished", d.run("next").c_str());
  STRCMP_EQUAL("finished", d.run("waiter").c_str());
}

TEST(wait_event, an_uninterruptible_one_ignores_signals) {
  CHECK(ends(R"(
scenario: s
objects: {q: wait_queue_head, x: int}
threads:
  waiter: [{wait_event: {wq: q, until: x == 1}}]
  sender: [{signal_pending: waiter}]
)") == (Ends{"stuck waiter x=0"}));
}

TEST(wait_event, an_interruptible_timed_one_has_three_ends) {
  CHECK(ends(R"(
scenario: s
objects: {q: wait_queue_head, x: int, r: {type: int, initial: 9}}
threads:
  waiter: [{wait_event_interruptible_timeout: {wq: q, until: x == 1, timeout: 5}, into: a}, {set: {r: a}}]
  sender: [{signal_pending: waiter}]
  waker: [{set: {x: 1}}, {wake_up: q}]
)") == (Ends{"done x=1 r=-512", "done x=1 r=0", "done x=1 r=1",
             "done x=1 r=5"}));
}

TEST(wait_event, who_need_not_sleep_has_all_the_time_left) {
  CHECK(ends(R"(
scenario: s
objects: {q: wait_queue_head, x: {type: int, initial: 1}, r: int}
threads:
  waiter: [{wait_event_timeout: {wq: q, until: x == 1, timeout: 7}, into: a}, {set: {r: a}}]
)") == (Ends{"done x=1 r=7"}));
}

TEST(wait_event, the_lock_form_holds_the_lock_but_for_the_sleep) {
  for (const char* irq : {"", "_irq"}) {
    const std::string i = irq;
    CHECK(ends(R"(
scenario: s
objects: {q: wait_queue_head, l: spinlock_t, x: int}
threads:
  waiter:
    - spin_lock)" +
               i + R"(: l
    - wait_event_lock)" +
               i + R"(: {wq: q, until: x == 1, lock: l}
    - assert: x == 1 && held(l)
    - spin_unlock)" +
               i + R"(: l
  waker: [{spin_lock: l}, {set: {x: 1}}, {wake_up: q}, {spin_unlock: l}]
)") == (Ends{"done x=1"}));
  }
}

TEST(wait_event, the_lock_form_needs_its_lock) {
  CHECK(ends(R"(
scenario: s
objects: {q: wait_queue_head, l: spinlock_t, x: int}
threads: {t: [{wait_event_lock: {wq: q, until: x == 1, lock: l}}]}
)") == (Ends{"misuse lock-not-held t"}));
}

TEST(wait_event, the_lock_form_may_not_sleep_under_another_lock) {
  CHECK(ends(R"(
scenario: s
objects: {q: wait_queue_head, l: spinlock_t, m: spinlock_t, x: int}
threads: {t: [{spin_lock: m}, {spin_lock: l}, {wait_event_lock: {wq: q, until: x == 1, lock: l}}]}
)") == (Ends{"misuse sleep-in-atomic t"}));
}

TEST(wait_event, the_lock_form_wants_its_lock_back) {
  Drive d(R"(
scenario: s
objects: {q: wait_queue_head, l: spinlock_t, x: int}
threads:
  waiter: [{spin_lock: l}, {wait_event_lock: {wq: q, until: x == 1, lock: l}}, {spin_unlock: l}]
  waker: [{spin_lock: l}, {set: {x: 1}}, {wake_up: q}, {spin_unlock: l}]
)");
  STRCMP_EQUAL("blocked", d.run("waiter").c_str());
  d.step("waker");
  d.step("waker");
  d.step("waker");
  STRCMP_EQUAL("blocked", d.step("waiter").c_str());
  CHECK(d.effect().want.kind == picket::Want::Kind::lock);
  CHECK(d.effect().want.object == d.object("l"));
  STRCMP_EQUAL("finished", d.run("waker").c_str());
  STRCMP_EQUAL("finished", d.run("waiter").c_str());
}

TEST(wait_event, the_lock_form_drops_the_lock_as_it_was_taken) {
  CHECK(ends(R"(
scenario: s
objects: {q: wait_queue_head, l: spinlock_t, x: int}
threads:
  waiter: [{spin_lock_irq: l}, {wait_event_lock: {wq: q, until: x == 1, lock: l}}, {spin_unlock_irq: l}]
  waker: [{spin_lock_irq: l}, {set: {x: 1}}, {wake_up: q}, {spin_unlock_irq: l}]
)") == (Ends{"done x=1"}));
}

TEST(wait_event, it_may_sleep_even_if_it_does_not) {
  CHECK(ends(R"(
scenario: s
objects: {q: wait_queue_head}
threads: {t: [local_irq_disable, {wait_event: {wq: q, until: 1}}]}
)") == (Ends{"misuse sleep-in-atomic t"}));
}

TEST(wait_event, a_wake_up_for_no_reason_changes_nothing_for_a_loop) {
  CHECK(ends(R"(
scenario: s
config: {spurious_wakeups: true}
objects: {q: wait_queue_head, x: int}
threads:
  waiter: [{wait_event: {wq: q, until: x == 1}}, {assert: x == 1}]
  waker: [{set: {x: 1}}, {wake_up: q}]
)") == (Ends{"done x=1"}));
}

TEST(wait_event, a_wake_up_for_no_reason_can_hide_a_missing_one) {
  CHECK(ends(R"(
scenario: s
config: {spurious_wakeups: true}
objects: {q: wait_queue_head, x: int}
threads:
  waiter: [{wait_event: {wq: q, until: x == 1}}]
  other: [{set: {x: 1}}]
)") == (Ends{"done x=1", "stuck waiter x=1"}));
}

TEST(wait_event, independent_transitions_commute) {
  STRCMP_EQUAL("", broken_independence(R"(
scenario: s
objects: {q: wait_queue_head, x: int}
threads:
  one: [{wait_event: {wq: q, until: x == 1}}]
  two: [{wait_event_interruptible_exclusive: {wq: q, until: x == 1}, into: r}]
  three: [{set: {x: 1}}, {wake_up: q}, {waitqueue_active: q, into: a}]
  four: [{signal_pending: two}, {wake_up_all: q}]
)")
                       .c_str());
  STRCMP_EQUAL("", broken_independence(R"(
scenario: s
config: {spurious_wakeups: true}
objects: {q: wait_queue_head, l: spinlock_t, x: int}
threads:
  one: [{spin_lock: l}, {wait_event_lock: {wq: q, until: x == 1, lock: l}}, {spin_unlock: l}]
  two: [{wait_event_interruptible_timeout: {wq: q, until: x == 1, timeout: 5}, into: r}]
  three: [{spin_lock: l}, {set: {x: 1}}, {wake_up: q}, {spin_unlock: l}, {signal_pending: two}]
)")
                       .c_str());
}
