#include "spec/semantics/workqueue.h"

#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;
using Ends = std::set<std::string>;

namespace {

picket::Status status_of(const Drive& d, const std::string& name) {
  return picket::status(d.program(), d.state().data(), d.thread(name));
}

// Two items on one queue; what they do is up to the test.
std::string two_items(const std::string& queue, const std::string& first,
                      const std::string& second) {
  return "scenario: s\nobjects: {q: " + queue +
         ", a: {type: work_struct, function: fa}, "
         "b: {type: work_struct, function: fb}, c: completion, x: int}\n"
         "functions: {fa: [" +
         first + "], fb: [" + second +
         "]}\nthreads: {t: [{queue_work: {wq: q, work: a}}, "
         "{queue_work: {wq: q, work: b}}]}\n";
}

const char* const kOrdered = "{type: workqueue_struct, ordered: true}";

}  // namespace

TEST_GROUP(workqueue){};

TEST(workqueue, a_queued_item_runs_once) {
  CHECK(ends(R"(
scenario: s
objects: {w: {type: work_struct, function: f}, x: int}
functions: {f: [{set: {x: x + 1}}]}
threads: {t: [{schedule_work: w}]}
)") == (Ends{"done x=1"}));
}

TEST(workqueue, an_item_nobody_queues_never_runs) {
  CHECK(ends(R"(
scenario: s
objects: {w: {type: work_struct, function: f}, x: int}
functions: {f: [{set: {x: x + 1}}]}
threads: {t: [{cancel_work: w, into: r}, {assert: r == 0}]}
)") == (Ends{"done x=0"}));
}

TEST(workqueue, queueing_a_pending_item_does_nothing) {
  Drive d(R"(
scenario: s
objects: {w: {type: work_struct, function: f}}
functions: {f: [nop]}
threads: {t: [{schedule_work: w, into: a}, {schedule_work: w, into: b}, {assert: a == 1 && b == 0}]}
)");
  STRCMP_EQUAL("finished", d.run("t").c_str());
}

TEST(workqueue, an_item_that_has_started_can_be_queued_again) {
  Drive d(R"(
scenario: s
objects: {w: {type: work_struct, function: f}, x: int}
functions: {f: [{set: {x: x + 1}}, nop]}
threads: {t: [{schedule_work: w}, {schedule_work: w, into: b}, {assert: b == 1}]}
)");
  d.step("t");
  d.step("w");
  STRCMP_EQUAL("finished", d.run("t").c_str());
  STRCMP_EQUAL("blocked", d.run("w").c_str());
  CHECK_EQUAL(2, d.value("x"));
  CHECK(status_of(d, "w") == picket::Status::idle);
}

TEST(workqueue, an_idle_worker_is_as_it_was_at_the_start) {
  Drive d(R"(
scenario: s
objects: {w: {type: work_struct, function: f}}
functions: {f: [nop]}
threads: {t: [{schedule_work: w}, {schedule_work: w}]}
)");
  d.step("t");
  const picket::State before = d.state();
  d.run("w");
  d.step("t");
  const picket::State pending = d.state();
  const auto at = d.program().layout.contexts[d.thread("w").index()].control;
  CHECK_EQUAL(before[static_cast<std::size_t>(at)],
              pending[static_cast<std::size_t>(at)]);
}

TEST(workqueue, items_of_a_wide_queue_run_side_by_side) {
  CHECK(ends(two_items("workqueue_struct", "{wait_for_completion: c}",
                       "{complete: c}")) == (Ends{"done x=0"}));
}

TEST(workqueue, items_of_an_ordered_queue_run_in_order) {
  CHECK(ends(two_items(kOrdered, "{set: {x: x * 2 + 1}}",
                       "{set: {x: x * 2}}")) == (Ends{"done x=2"}));
  CHECK(ends(two_items("workqueue_struct", "{set: {x: x * 2 + 1}}",
                       "{set: {x: x * 2}}")) == (Ends{"done x=1", "done x=2"}));
}

TEST(workqueue, an_item_behind_another_one_wants_its_place) {
  Drive d(two_items(kOrdered, "{wait_for_completion: c}", "{complete: c}"));
  d.run("t");
  STRCMP_EQUAL("blocked", d.step("b").c_str());
  CHECK(d.effect().want.kind == picket::Want::Kind::slot);
  CHECK(d.effect().want.object == d.object("q"));
  CHECK(picket::work_waits_behind(d.program(), d.state().data(), d.object("b"),
                                  d.object("a")));
  CHECK_FALSE(picket::work_waits_behind(d.program(), d.state().data(),
                                        d.object("a"), d.object("b")));
  STRCMP_EQUAL("blocked", d.run("a").c_str());
  STRCMP_EQUAL("blocked", d.step("b").c_str());
  CHECK(picket::work_waits_behind(d.program(), d.state().data(), d.object("b"),
                                  d.object("a")));
}

TEST(workqueue, items_beyond_max_active_wait_the_others_start_in_any_order) {
  Drive d(R"(
scenario: s
objects:
  q: {type: workqueue_struct, max_active: 2}
  a: {type: work_struct, function: f}
  b: {type: work_struct, function: f}
  c: {type: work_struct, function: f}
functions: {f: [nop]}
threads: {t: [{queue_work: {wq: q, work: a}}, {queue_work: {wq: q, work: b}}, {queue_work: {wq: q, work: c}}]}
)");
  d.run("t");
  STRCMP_EQUAL("blocked", d.step("c").c_str());
  STRCMP_EQUAL("stepped", d.step("b").c_str());
  STRCMP_EQUAL("blocked", d.step("c").c_str());
  STRCMP_EQUAL("stepped", d.step("a").c_str());
  STRCMP_EQUAL("blocked", d.step("c").c_str());
  d.run("a");
  STRCMP_EQUAL("stepped", d.step("c").c_str());
}

TEST(workqueue, an_item_queued_again_while_it_runs_keeps_a_second_place) {
  Drive d(R"(
scenario: s
objects:
  q: {type: workqueue_struct, max_active: 2}
  a: {type: work_struct, function: f}
  b: {type: work_struct, function: f}
functions: {f: [nop]}
threads: {t: [{queue_work: {wq: q, work: a}}, {queue_work: {wq: q, work: a}}, {queue_work: {wq: q, work: b}}]}
)");
  d.step("t");
  d.step("a");
  d.run("t");
  STRCMP_EQUAL("blocked", d.step("b").c_str());
  d.step("a");
  d.step("a");
  STRCMP_EQUAL("stepped", d.step("b").c_str());
}

TEST(workqueue, cancelling_removes_what_has_not_started) {
  CHECK(ends(R"(
scenario: s
objects: {w: {type: work_struct, function: f}, x: int, r: int}
functions: {f: [{set: {x: x + 1}}]}
threads: {t: [{schedule_work: w}, {cancel_work: w, into: a}, {set: {r: a}}]}
)") == (Ends{"done x=0 r=1", "done x=1 r=0"}));
}

TEST(workqueue, cancelling_lets_the_next_in_line_go_on) {
  Drive d(R"(
scenario: s
objects:
  q: {type: workqueue_struct, ordered: true}
  a: {type: work_struct, function: f}
  b: {type: work_struct, function: f}
functions: {f: [nop]}
threads: {t: [{queue_work: {wq: q, work: a}}, {queue_work: {wq: q, work: b}}, {cancel_work: a}]}
)");
  d.run("t");
  STRCMP_EQUAL("stepped", d.step("b").c_str());
}

TEST(workqueue, an_item_may_not_end_with_a_lock) {
  CHECK(ends(R"(
scenario: s
objects: {w: {type: work_struct, function: f}, m: mutex}
functions: {f: [{mutex_lock: m}]}
threads: {t: [{schedule_work: w}]}
)") == (Ends{"misuse lock-held-at-exit w"}));
}

TEST(workqueue, a_freed_item_does_not_start) {
  CHECK(ends(R"(
scenario: s
objects: {w: {type: work_struct, function: f}}
functions: {f: [nop]}
threads: {t: [{schedule_work: w}, {free: w}]}
)") == (Ends{"done", "misuse use-after-free w"}));
}

TEST(workqueue, a_freed_item_fails_only_when_its_place_in_line_comes) {
  STRCMP_EQUAL("", broken_independence(R"(
scenario: s
objects:
  q: {type: workqueue_struct, ordered: true}
  a: {type: work_struct, function: fa}
  b: {type: work_struct, function: fb}
  x: int
functions: {fa: [{set: {x: 1}}], fb: [nop]}
threads:
  t: [{queue_work: {wq: q, work: a}}, {queue_work: {wq: q, work: b}}]
  u: [{free: b}]
)")
                       .c_str());
}

TEST(workqueue, an_item_may_free_itself) {
  CHECK(ends(R"(
scenario: s
objects: {w: {type: work_struct, function: f}}
functions: {f: [{free: w}]}
threads: {t: [{schedule_work: w}]}
)") == (Ends{"done"}));
}

TEST(workqueue, queueing_different_items_on_a_wide_queue_commutes) {
  Drive d(R"(
scenario: s
objects: {a: {type: work_struct, function: f}, b: {type: work_struct, function: f}}
functions: {f: [nop]}
threads: {one: [{schedule_work: a}], two: [{schedule_work: b}]}
)");
  d.step("one");
  const picket::Footprint first = d.effect().footprint;
  d.step("two");
  CHECK_FALSE(conflict(first, d.effect().footprint));
}

TEST(workqueue, independent_transitions_commute) {
  for (const char* queue : {"workqueue_struct", kOrdered,
                            "{type: workqueue_struct, max_active: 2}"})
    STRCMP_EQUAL("", broken_independence(R"(
scenario: s
objects:
  q: )" + std::string(queue) + R"(
  a: {type: work_struct, function: f}
  b: {type: work_struct, function: g}
  c: completion
functions: {f: [{complete: c}], g: [{wait_for_completion: c}, {queue_work: {wq: q, work: a}}]}
threads:
  one: [{queue_work: {wq: q, work: a}}, {queue_work: {wq: q, work: b}}]
  two: [{queue_work: {wq: q, work: b}}, {cancel_work: a, into: r}]
)")
                         .c_str());
}
