// Delayed work: delayed_work.cc, and flush.cc as far as it is about that.
#include "explorer/check/deadlock.h"
#include "spec/semantics/workqueue.h"
#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;
using Ends = std::set<std::string>;
using Names = std::vector<std::string>;

namespace {

std::string delayed(const std::string& function, const std::string& thread,
                    const std::string& queue = "workqueue_struct") {
  return "scenario: s\nobjects: {q: " + queue +
         ", w: {type: delayed_work, function: f}, "
         "v: {type: work_struct, function: g}, m: mutex, x: int}\n"
         "functions: {f: [" +
         function + "], g: [{set: {x: x * 2}}]}\nthreads: {a: [" + thread +
         "]}\n";
}

const char* const kQueue = "{queue_delayed_work: {wq: q, work: w}}";

}  // namespace

TEST_GROUP(delayed_work){};

TEST(delayed_work, an_item_runs_once_its_timer_has_fired) {
  Drive d(delayed("{set: {x: 1}}", kQueue));
  d.run("a");
  STRCMP_EQUAL("blocked", d.step("w").c_str());
  STRCMP_EQUAL("stepped", d.step("w.timer").c_str());
  STRCMP_EQUAL("blocked", d.step("w.timer").c_str());
  d.run("w");
  CHECK_EQUAL(1, d.value("x"));
}

TEST(delayed_work, it_counts_as_pending_while_its_timer_is_armed) {
  Drive d(delayed("nop",
                  "{queue_delayed_work: {wq: q, work: w}, into: r}, "
                  "{queue_delayed_work: {wq: q, work: w}, into: s}, "
                  "{assert: r == 1 && s == 0}"));
  STRCMP_EQUAL("finished", d.run("a").c_str());
}

TEST(delayed_work, changing_the_delay_says_whether_it_was_pending) {
  Drive d(delayed("nop",
                  "{mod_delayed_work: {wq: q, work: w}, into: r}, "
                  "{mod_delayed_work: {wq: q, work: w}, into: s}, "
                  "{assert: r == 0 && s == 1}"));
  STRCMP_EQUAL("finished", d.run("a").c_str());
}

TEST(delayed_work, changing_the_delay_takes_it_off_its_queue) {
  Drive d(delayed(
      "nop", std::string(kQueue) + ", {mod_delayed_work: {wq: q, work: w}}"));
  d.step("a");
  d.step("w.timer");
  d.run("a");
  STRCMP_EQUAL("blocked", d.step("w").c_str());
  STRCMP_EQUAL("stepped", d.step("w.timer").c_str());
}

TEST(delayed_work, its_place_in_line_is_that_of_when_it_fires) {
  CHECK(ends(delayed("{set: {x: x + 1}}",
                     std::string(kQueue) + ", {queue_work: {wq: q, work: v}}",
                     "{type: workqueue_struct, ordered: true}")) ==
        (Ends{"done x=1", "done x=2"}));
}

TEST(delayed_work, flushing_queues_it_at_once_and_waits) {
  CHECK(ends(delayed("nop, {set: {x: 1}}",
                     std::string(kQueue) +
                         ", {flush_delayed_work: w}, {assert: x == 1}")) ==
        (Ends{"done x=1"}));
}

TEST(delayed_work, flushing_under_the_lock_of_the_item_deadlocks) {
  Drive d(delayed("{mutex_lock: m}, {mutex_unlock: m}",
                  std::string(kQueue) + ", {mutex_lock: m}, "
                                        "{flush_delayed_work: w}"));
  d.run("a");
  d.run("w");
  const auto end = picket::analyse_end(d.program(), d.state());
  CHECK_EQUAL(1u, end.findings.size());
  CHECK((end.findings[0].arguments == Names{"a", "w"}));
}

TEST(delayed_work, flushing_the_queue_does_not_wait_for_an_armed_timer) {
  CHECK(ends(delayed("{set: {x: x + 1}}",
                     std::string(kQueue) +
                         ", {flush_workqueue: q}, {set: {x: x * 4}}")) ==
        (Ends{"done x=1", "done x=4"}));
}

TEST(delayed_work, a_timer_that_outlives_its_queue_is_found) {
  CHECK(
      ends(delayed("nop", std::string(kQueue) + ", {destroy_workqueue: q}")) ==
      (Ends{"done x=0", "misuse use-after-free w.timer",
            "misuse wrong-context w.timer"}));
}

TEST(delayed_work, cancelling_takes_the_timer_back) {
  CHECK(ends(delayed("nop, {set: {x: 1}}",
                     std::string(kQueue) +
                         ", {cancel_delayed_work_sync: w, into: r}, "
                         "{assert: x == 1 || r == 1}")) ==
        (Ends{"done x=0", "done x=1"}));
}

TEST(delayed_work, cancelling_ends_an_item_that_queues_itself) {
  CHECK(ends(delayed(kQueue, std::string(kQueue) +
                                 ", {cancel_delayed_work_sync: w}, "
                                 "{destroy_workqueue: q}")) ==
        (Ends{"done x=0"}));
}

TEST(delayed_work, initialising_it_while_its_timer_is_armed_is_a_misuse) {
  Drive d(delayed("nop", std::string(kQueue) + ", {init: w}"));
  STRCMP_EQUAL("misuse init-held-lock", d.run("a").c_str());
}

TEST(delayed_work, steps_that_do_not_touch_the_same_commute) {
  for (const char* queue :
       {"workqueue_struct", "{type: workqueue_struct, ordered: true}"})
    for (const char* other :
         {"{mod_delayed_work: {wq: q, work: w}}", "{flush_delayed_work: w}",
          "{cancel_delayed_work_sync: w}", "{flush_workqueue: q}"})
      STRCMP_EQUAL(
          "",
          broken_independence(
              "scenario: s\nobjects: {q: " + std::string(queue) +
              ", w: {type: delayed_work, function: f}, "
              "v: {type: work_struct, function: g}, x: int}\n"
              "functions: {f: [{set: {x: 1}}], g: [nop]}\nthreads: {a: "
              "[{queue_delayed_work: {wq: q, work: w}}, {flush_delayed_work: "
              "w}], b: [{queue_work: {wq: q, work: v}}, " +
              other + "]}\n")
              .c_str());
}

TEST_GROUP(flush_dependency){};

TEST(flush_dependency, reclaim_must_not_wait_for_a_queue_without_a_rescuer) {
  const std::string text =
      "scenario: s\nobjects: {q: QUEUE, w: {type: work_struct, function: f}}\n"
      "functions: {f: [nop], shrink: [{queue_work: {wq: q, work: w}}, "
      "{flush_work: w}]}\nreclaim: [shrink]\nthreads: {a: [{kmalloc: "
      "GFP_KERNEL}]}\n";
  const auto with = [&](const std::string& queue) {
    std::string t = text;
    return t.replace(t.find("QUEUE"), 5, queue);
  };
  CHECK(ends(with("workqueue_struct")) ==
        (Ends{"done", "misuse wrong-context a"}));
  CHECK(ends(with("{type: workqueue_struct, mem_reclaim: true}")) ==
        (Ends{"done"}));
}

TEST(flush_dependency, an_item_with_a_rescuer_must_not_wait_for_one_without) {
  CHECK(ends(R"(
scenario: s
objects:
  safe: {type: workqueue_struct, mem_reclaim: true}
  plain: workqueue_struct
  a: {type: work_struct, function: f}
  b: {type: work_struct, function: g}
functions: {f: [{flush_work: b}], g: [nop]}
threads: {t: [{queue_work: {wq: safe, work: a}}, {queue_work: {wq: plain, work: b}}]}
)") == (Ends{"done", "misuse wrong-context a"}));
}

TEST(flush_dependency, cancelling_is_allowed_everywhere) {
  CHECK(ends(R"(
scenario: s
objects:
  safe: {type: workqueue_struct, mem_reclaim: true}
  plain: workqueue_struct
  a: {type: work_struct, function: f}
  b: {type: work_struct, function: g}
functions: {f: [{cancel_work_sync: b}], g: [nop]}
threads: {t: [{queue_work: {wq: safe, work: a}}, {queue_work: {wq: plain, work: b}}]}
)") == (Ends{"done"}));
}

TEST(delayed_work, an_item_may_queue_itself_on_the_queue_that_is_drained) {
  const std::string yaml =
      "scenario: s\nobjects: {q: workqueue_struct, x: int, w: {type: "
      "delayed_work, function: f}, v: {type: work_struct, function: g}}\n"
      "functions: {f: [{queue_work: {wq: q, work: v}}], g: [{set: {x: 1}}]}\n"
      "threads: {a: [{queue_delayed_work: {wq: q, work: w}}, "
      "{drain_workqueue: q}]}\n";
  // Only the timer comes from outside.
  const Ends all = ends(yaml);
  CHECK(all.count("done x=1") == 1);
  for (const std::string& end : all)
    CHECK(end == "done x=1" || end.find("w.timer") != end.npos);
}
