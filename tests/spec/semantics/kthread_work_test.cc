// Items of kthreads: workqueue.cc and flush.cc, as far as they are about those.
#include "explorer/check/deadlock.h"
#include "explorer/check/wording.h"
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

// Two items and the kthread that runs them.
std::string items(const std::string& first, const std::string& second,
                  const std::string& owner, const std::string& body = "") {
  return "scenario: s\nobjects: {v: {type: kthread_work, function: f}, "
         "w: {type: kthread_work, function: g}, m: mutex, c: completion, "
         "x: int}\nfunctions: {f: [" +
         first + "], g: [" + second +
         "]}\nthreads:\n  k: {context: kthread, steps: [" + body +
         "]}\n  a: [" + owner + "]\n";
}

const char* const kBoth =
    "{kthread_queue_work: {worker: k, work: v}}, "
    "{kthread_queue_work: {worker: k, work: w}}";

}  // namespace

TEST_GROUP(kthread_work){};

TEST(kthread_work, items_run_one_after_the_other_in_order) {
  CHECK(ends(items("nop, {set: {x: x * 2 + 1}}", "{set: {x: x * 2}}", kBoth)) ==
        (Ends{"done x=2"}));
}

TEST(kthread_work, an_item_waits_for_the_one_before_it) {
  Drive d(items("{wait_for_completion: c}", "{complete: c}", kBoth));
  d.run("a");
  d.run("k");
  STRCMP_EQUAL("blocked", d.run("v").c_str());
  STRCMP_EQUAL("blocked", d.run("w").c_str());
  const auto end = picket::analyse_end(d.program(), d.state());
  CHECK_EQUAL(1u, end.findings.size());
  CHECK((end.findings[0].arguments == Names{"v", "w"}));
  STRCMP_EQUAL(
      "a place on kthread worker k, taken by v",
      picket::waits_for(d.program(), d.state(), end.waiters[1]).c_str());
}

TEST(kthread_work, items_start_behind_the_body_of_the_thread) {
  Drive d(items("nop", "nop", kBoth, "{wait_for_completion: c}"));
  d.run("a");
  d.run("k");
  STRCMP_EQUAL("blocked", d.run("v").c_str());
  const auto end = picket::analyse_end(d.program(), d.state());
  CHECK(end.waiters[1].waits_on ==
        (std::vector<picket::ContextId>{d.thread("k")}));
}

TEST(kthread_work, a_pending_item_is_not_queued_again) {
  Drive d(items("nop, nop", "nop",
                "{kthread_queue_work: {worker: k, work: v}, into: r}, "
                "{kthread_queue_work: {worker: k, work: v}, into: s}, "
                "{assert: r == 1 && s == 0}"));
  STRCMP_EQUAL("finished", d.run("a").c_str());
}

TEST(kthread_work, flushing_waits_for_the_item) {
  CHECK(ends(items("nop, {set: {x: 1}}", "nop",
                   "{kthread_queue_work: {worker: k, work: v}}, "
                   "{kthread_flush_work: v}, {assert: x == 1}")) ==
        (Ends{"done x=1"}));
}

TEST(kthread_work, flushing_an_idle_item_need_not_be_able_to_sleep) {
  Drive d(items("nop", "nop",
                "preempt_disable, {kthread_flush_work: v}, "
                "preempt_enable"));
  STRCMP_EQUAL("finished", d.run("a").c_str());
}

TEST(kthread_work, flushing_under_the_lock_of_the_item_deadlocks) {
  Drive d(items("{mutex_lock: m}, {mutex_unlock: m}", "nop",
                "{kthread_queue_work: {worker: k, work: v}}, {mutex_lock: m}, "
                "{kthread_flush_work: v}"));
  d.run("k");
  d.run("a");
  d.run("v");
  const auto end = picket::analyse_end(d.program(), d.state());
  CHECK_EQUAL(1u, end.findings.size());
  CHECK((end.findings[0].arguments == Names{"a", "v"}));
}

TEST(kthread_work, stopping_the_thread_waits_for_the_item_that_runs) {
  Drive d(items("{wait_for_completion: c}", "nop",
                std::string(kBoth) + ", {kthread_stop: k}, {complete: c}"));
  d.run("k");
  d.step("a");
  d.step("a");
  d.step("v");
  STRCMP_EQUAL("blocked", d.run("a").c_str());
  const auto end = picket::analyse_end(d.program(), d.state());
  CHECK_EQUAL(1u, end.findings.size());
  CHECK((end.findings[0].arguments == Names{"a", "v"}));
  STRCMP_EQUAL(
      "kthread k to exit, which still runs v",
      picket::waits_for(d.program(), d.state(), end.waiters[0]).c_str());
}

TEST(kthread_work, a_stopped_thread_runs_no_more_items) {
  Drive d(
      items("{set: {x: 1}}", "nop",
            "{kthread_stop: k}, {kthread_queue_work: {worker: k, work: v}}, "
            "{kthread_flush_work: v}"));
  d.run("k");
  STRCMP_EQUAL("blocked", d.run("a").c_str());
  STRCMP_EQUAL("blocked", d.run("v").c_str());
  const auto end = picket::analyse_end(d.program(), d.state());
  CHECK_EQUAL(1u, end.findings.size());
  CHECK(end.findings[0].code == picket::FindingCode::hang);
  CHECK((end.findings[0].arguments == Names{"a"}));
}

TEST(kthread_work, an_item_may_ask_whether_its_thread_should_stop) {
  CHECK(ends(items("{kthread_should_stop: ~, into: r}, {set: {x: r}}", "nop",
                   "{kthread_queue_work: {worker: k, work: v}}, "
                   "{kthread_stop: k}")) == (Ends{"done x=0", "done x=1"}));
}

TEST(kthread_work, steps_that_do_not_touch_the_same_commute) {
  STRCMP_EQUAL("", broken_independence(R"(
scenario: s
objects: {v: {type: kthread_work, function: f}, w: {type: kthread_work, function: g}, x: int}
functions:
  f: [{kthread_queue_work: {worker: k, work: w}}]
  g: [{kthread_should_stop: ~, into: r}, {set: {x: r}}]
threads:
  k: [{set: {x: 3}}]
  a: [{kthread_queue_work: {worker: k, work: v}}, {kthread_flush_work: w}]
  b: [{kthread_queue_work: {worker: k, work: v}}, {kthread_stop: k}]
)")
                       .c_str());
}
