#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;
using Ends = std::set<std::string>;

namespace {

// One item that counts its runs in x, and threads.
std::string one_item(const std::string& threads,
                     const std::string& body = "{set: {x: x + 1}}") {
  return "scenario: s\nobjects: {q: workqueue_struct, w: {type: work_struct, "
         "function: f}, m: mutex, x: int, y: int}\nfunctions: {f: [" +
         body + "]}\nthreads: " + threads + "\n";
}

}  // namespace

TEST_GROUP(flush){};

TEST(flush, it_waits_for_the_item) {
  CHECK(ends(one_item("{t: [{schedule_work: w}, {flush_work: w}, "
                      "{assert: x == 1}]}")) == (Ends{"done x=1 y=0"}));
}

TEST(flush, it_says_whether_it_waited) {
  CHECK(ends(one_item("{t: [{flush_work: w, into: r}, {set: {y: r}}]}")) ==
        (Ends{"done x=0 y=0"}));
  CHECK(ends(one_item("{t: [{schedule_work: w}, {flush_work: w, into: r}, "
                      "{set: {y: r}}]}")) ==
        (Ends{"done x=1 y=0", "done x=1 y=1"}));
}

TEST(flush, its_attempt_says_whether_there_is_something_to_wait_for) {
  Drive d(one_item("{t: [{schedule_work: w}, {flush_work: w}]}"));
  d.step("t");
  d.step("t");
  CHECK(d.effect().begins);
  CHECK_EQUAL(1, d.effect().result);
  STRCMP_EQUAL("blocked", d.step("t").c_str());
  CHECK(d.effect().want.kind == picket::Want::Kind::work);
  CHECK(d.effect().want.object == d.object("w"));
}

TEST(flush, it_does_not_wait_for_an_instance_queued_later) {
  Drive d(
      one_item("{t: [{schedule_work: w}, {flush_work: w}], "
               "other: [{schedule_work: w}, nop]}"));
  d.step("t");
  d.step("w");      // runs
  d.step("t");      // waits for that
  d.step("other");  // once more
  STRCMP_EQUAL("blocked", d.step("t").c_str());
  d.step("w");
  d.step("w");  // the first has ended
  STRCMP_EQUAL("finished", d.run("t").c_str());
  CHECK_EQUAL(1, d.value("x"));
}

TEST(flush, it_waits_for_the_pending_instance_behind_the_running_one) {
  Drive d(
      one_item("{t: [{schedule_work: w}, {schedule_work: w}, "
               "{flush_work: w}]}"));
  d.step("t");
  d.step("w");
  d.step("t");
  d.step("t");
  d.step("w");
  d.step("w");
  STRCMP_EQUAL("blocked", d.step("t").c_str());
  d.run("w");
  STRCMP_EQUAL("finished", d.run("t").c_str());
  CHECK_EQUAL(2, d.value("x"));
}

TEST(flush, cancelling_the_instance_ends_the_wait_for_it) {
  Drive d(
      one_item("{t: [{schedule_work: w}, {flush_work: w}], "
               "other: [{cancel_work: w}]}"));
  d.step("t");
  d.step("t");
  STRCMP_EQUAL("blocked", d.step("t").c_str());
  d.step("other");
  STRCMP_EQUAL("finished", d.run("t").c_str());
}

TEST(flush, an_item_that_flushes_itself_waits_for_ever) {
  CHECK(ends(one_item("{t: [{schedule_work: w}]}", "{flush_work: w}")) ==
        (Ends{"stuck w x=0 y=0"}));
}

TEST(flush, what_the_item_needs_must_not_be_held) {
  CHECK(ends(one_item("{t: [{schedule_work: w}, {mutex_lock: m}, "
                      "{flush_work: w}, {mutex_unlock: m}]}",
                      "{mutex_lock: m}, {mutex_unlock: m}")) ==
        (Ends{"done x=0 y=0", "stuck t w x=0 y=0"}));
}

TEST(flush, cancel_work_sync_removes_a_pending_item) {
  CHECK(
      ends(one_item("{t: [{schedule_work: w}, {cancel_work_sync: w, into: r}, "
                    "{set: {y: r}}, {assert: x + r == 1}]}")) ==
      (Ends{"done x=0 y=1", "done x=1 y=0"}));
}

TEST(flush, cancel_work_sync_waits_for_a_running_item) {
  Drive d(
      one_item("{t: [{schedule_work: w}, {cancel_work_sync: w, into: r}, "
               "{assert: r == 0 && x == 1}]}"));
  d.step("t");
  d.step("w");
  d.step("t");
  STRCMP_EQUAL("blocked", d.step("t").c_str());
  CHECK(d.effect().want.kind == picket::Want::Kind::work);
  d.run("w");
  STRCMP_EQUAL("finished", d.run("t").c_str());
}

TEST(flush, nobody_can_queue_an_item_that_is_being_cancelled) {
  Drive d(
      one_item("{t: [{schedule_work: w}, {cancel_work_sync: w}], "
               "other: [{schedule_work: w, into: a}, {assert: a == 0}, "
               "{schedule_work: w, into: b}, {assert: b == 1}]}"));
  d.step("t");
  d.step("w");
  d.step("t");
  d.step("other");
  STRCMP_EQUAL("stepped", d.step("other").c_str());
  d.run("w");
  STRCMP_EQUAL("finished", d.run("t").c_str());
  STRCMP_EQUAL("finished", d.run("other").c_str());
}

TEST(flush, an_item_that_queues_itself_is_stopped_by_cancel_work_sync) {
  Drive d(one_item("{t: [{schedule_work: w}, {cancel_work_sync: w, into: r}]}",
                   "{schedule_work: w}"));
  d.step("t");
  d.step("w");  // starts
  d.step("w");  // queues itself again
  STRCMP_EQUAL("stepped", d.step("t").c_str());
  STRCMP_EQUAL("blocked", d.step("t").c_str());
  STRCMP_EQUAL("blocked", d.run("w").c_str());
  STRCMP_EQUAL("= 1", d.step("t").c_str());
}

TEST(flush, flush_workqueue_waits_for_everything_queued_before) {
  const std::string text = R"(
scenario: s
objects:
  q: workqueue_struct
  a: {type: work_struct, function: f}
  b: {type: work_struct, function: f}
  x: atomic_t
functions: {f: [{atomic_inc: x}]}
threads: {t: [{queue_work: {wq: q, work: a}}, {queue_work: {wq: q, work: b}}, {flush_workqueue: q}, {assert: x == 2}]}
)";
  CHECK(ends(text) == (Ends{"done"}));
}

TEST(flush, flush_workqueue_does_not_wait_for_what_comes_later) {
  Drive d(
      one_item("{t: [{queue_work: {wq: q, work: w}}, {flush_workqueue: q}], "
               "other: [{queue_work: {wq: q, work: w}}, nop]}"));
  d.step("t");
  d.step("w");
  d.step("t");
  d.step("other");
  STRCMP_EQUAL("blocked", d.step("t").c_str());
  CHECK(d.effect().want.kind == picket::Want::Kind::queue);
  CHECK(d.effect().want.object == d.object("q"));
  d.step("w");
  d.step("w");
  STRCMP_EQUAL("finished", d.run("t").c_str());
}

TEST(flush, flush_workqueue_ignores_other_queues) {
  Drive d(one_item("{t: [{schedule_work: w}, {flush_workqueue: q}, nop]}"));
  STRCMP_EQUAL("finished", d.run("t").c_str());
}

TEST(flush, draining_waits_for_what_items_queue_in_turn) {
  const std::string text = R"(
scenario: s
objects:
  q: workqueue_struct
  a: {type: work_struct, function: fa}
  b: {type: work_struct, function: fb}
  x: int
functions: {fa: [{queue_work: {wq: q, work: b}}], fb: [{set: {x: 1}}]}
threads: {t: [{queue_work: {wq: q, work: a}}, {drain_workqueue: q}, {assert: x == 1}]}
)";
  CHECK(ends(text) == (Ends{"done x=1"}));
}

TEST(flush, a_queue_that_is_drained_takes_no_work_from_outside) {
  Drive d(
      one_item("{t: [{queue_work: {wq: q, work: w}}, {drain_workqueue: q}], "
               "other: [{schedule_work: w}], "
               "late: [{queue_work: {wq: q, work: w}}]}"));
  d.step("t");
  d.step("t");
  d.step("w");  // no longer pending
  STRCMP_EQUAL("misuse wrong-context", d.step("late").c_str());
}

TEST(flush, a_destroyed_queue_is_not_used) {
  CHECK(ends(one_item("{t: [{queue_work: {wq: q, work: w}}, "
                      "{destroy_workqueue: q}, {assert: x == 1}, "
                      "{queue_work: {wq: q, work: w}}]}")) ==
        (Ends{"misuse use-after-free t"}));
}

TEST(flush, waiting_may_sleep_even_if_nothing_is_queued) {
  for (const char* op : {"flush_work: w", "cancel_work_sync: w",
                         "flush_workqueue: q", "drain_workqueue: q"})
    CHECK(ends(one_item("{t: [preempt_disable, {" + std::string(op) + "}]}")) ==
          (Ends{"misuse sleep-in-atomic t"}));
  CHECK(ends(one_item("{t: [preempt_disable, {cancel_work: w}, "
                      "{schedule_work: w}, preempt_enable]}")) ==
        (Ends{"done x=1 y=0"}));
}

TEST(flush, the_start_of_an_item_does_not_concern_a_flusher) {
  Drive d(one_item("{t: [{schedule_work: w}, {flush_work: w}]}"));
  d.step("t");
  d.step("w");
  const picket::Footprint start = d.effect().footprint;
  d.step("t");
  CHECK_FALSE(conflict(start, d.effect().footprint));
}

TEST(flush, independent_transitions_commute) {
  for (const char* queue :
       {"workqueue_struct", "{type: workqueue_struct, ordered: true}"}) {
    const std::string text = R"(
scenario: s
objects:
  q: )" + std::string(queue) +
                             R"(
  a: {type: work_struct, function: f}
  b: {type: work_struct, function: g}
  c: completion
functions: {f: [{complete: c}], g: [{queue_work: {wq: q, work: a}}]}
threads:
)";
    STRCMP_EQUAL("", broken_independence(text + R"(
  one: [{queue_work: {wq: q, work: a}}, {flush_work: a, into: r}, {flush_workqueue: q}]
  two: [{queue_work: {wq: q, work: b}}, {cancel_work_sync: a, into: r}]
  three: [{queue_work: {wq: q, work: a}}, {cancel_work: a}]
)")
                         .c_str());
    STRCMP_EQUAL("", broken_independence(text + R"(
  one: [{queue_work: {wq: q, work: b}}, {drain_workqueue: q}]
  two: [{flush_work: a}, {flush_work: b}, {schedule_work: a}, {flush_workqueue: q}]
)")
                         .c_str());
    STRCMP_EQUAL("", broken_independence(text + R"(
  one: [{queue_work: {wq: q, work: b}}, {destroy_workqueue: q}]
  two: [{flush_workqueue: q}, {queue_work: {wq: q, work: a}}]
)")
                         .c_str());
  }
}
