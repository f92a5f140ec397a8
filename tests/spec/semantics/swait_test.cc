// Simple wait queues: wait_queue.cc and wait_event.cc, as far as they are about
// those.
#include "explorer/check/deadlock.h"
#include "spec/semantics/wait_queue.h"
#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;
using Ends = std::set<std::string>;

namespace {

std::string sleepers(const std::string& a, const std::string& b,
                     const std::string& waker) {
  return "scenario: s\nobjects: {q: swait_queue_head, x: int}\nthreads:\n"
         "  a: [" +
         a + "]\n  b: [" + b + "]\n  w: [" + waker + "]\n";
}

const char* const kWait = "{swait_event: {wq: q, until: x == 1}}";

}  // namespace

TEST_GROUP(swait){};

TEST(swait, a_condition_that_holds_is_not_waited_for) {
  Drive d(sleepers("{set: {x: 1}}, preempt_disable, " + std::string(kWait) +
                       ", preempt_enable",
                   "nop", "nop"));
  STRCMP_EQUAL("finished", d.run("a").c_str());
}

TEST(swait, sleeping_in_atomic_context_is_a_misuse) {
  Drive d(sleepers("preempt_disable, " + std::string(kWait), "nop", "nop"));
  STRCMP_EQUAL("misuse sleep-in-atomic", d.run("a").c_str());
}

TEST(swait, waking_one_wakes_the_one_that_came_first) {
  Drive d(sleepers(kWait, kWait, "{set: {x: 1}}, {swake_up_one: q}"));
  d.run("a");
  d.run("b");
  d.run("w");
  STRCMP_EQUAL("finished", d.run("a").c_str());
  STRCMP_EQUAL("blocked", d.run("b").c_str());
}

TEST(swait, waking_all_wakes_everybody) {
  CHECK(ends(sleepers(kWait, kWait, "{set: {x: 1}}, {swake_up_all: q}")) ==
        (Ends{"done x=1"}));
}

TEST(swait, a_wake_up_is_spent_on_one_that_is_awake) {
  Drive d(sleepers(kWait, kWait,
                   "{wake_up_process: a}, {swake_up_one: q}, "
                   "{set: {x: 1}}, {swake_up_one: q}"));
  d.run("a");
  d.run("b");
  d.run("w");
  STRCMP_EQUAL("finished", d.run("a").c_str());
  STRCMP_EQUAL("finished", d.run("b").c_str());
}

TEST(swait, one_taken_off_while_awake_queues_at_the_end) {
  Drive d(sleepers(kWait, kWait,
                   "{wake_up_process: a}, {swake_up_one: q}, "
                   "{set: {x: 1}}, {swake_up_one: q}"));
  d.run("a");
  d.run("b");
  d.step("w");
  d.step("w");
  d.run("a");
  d.run("w");
  STRCMP_EQUAL("blocked", d.run("a").c_str());
  STRCMP_EQUAL("finished", d.run("b").c_str());
}

TEST(swait, waking_all_turns_interrupts_on) {
  Drive d(sleepers("nop", "nop", "local_irq_disable, {swake_up_all: q}"));
  STRCMP_EQUAL("misuse wrong-context", d.run("w").c_str());
}

TEST(swait, active_says_whether_somebody_is_queued) {
  Drive d(sleepers(kWait, "nop", "{swait_active: q, into: r}, {set: {x: r}}"));
  d.run("a");
  d.run("w");
  CHECK_EQUAL(1, d.value("x"));
}

TEST(swait, a_wake_up_before_the_condition_is_lost) {
  Drive d(sleepers(kWait, "nop", "{swake_up_one: q}, {set: {x: 1}}"));
  d.step("a");
  d.step("w");
  d.run("a");
  d.run("b");
  d.run("w");
  const auto end = picket::analyse_end(d.program(), d.state());
  CHECK_EQUAL(1u, end.findings.size());
  CHECK(end.findings[0].code == picket::FindingCode::lost_wakeup);
}

TEST(swait, steps_that_do_not_touch_the_same_commute) {
  for (const char* waker :
       {"{set: {x: 1}}, {swake_up_all: q}",
        "{swake_up_one: q}, {wake_up_process: a}, {set: {x: 1}}, "
        "{swake_up_one: q}"})
    STRCMP_EQUAL("",
                 broken_independence(sleepers(kWait, kWait, waker)).c_str());
}
