#include "spec/semantics/kthread.h"

#include "explorer/check/deadlock.h"
#include "explorer/check/wording.h"
#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::FindingCode;
using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;
using Ends = std::set<std::string>;
using Names = std::vector<std::string>;

namespace {

// A kthread and the thread that asks it.
std::string pair(const std::string& kthread, const std::string& owner) {
  return "scenario: s\nobjects: {m: mutex, c: completion, q: wait_queue_head, "
         "x: int, got: int}\nthreads:\n  k: {context: kthread, steps: [" +
         kthread + "]}\n  a: [" + owner + "]\n";
}

picket::EndAnalysis end_of(const Drive& d) {
  return picket::analyse_end(d.program(), d.state());
}

}  // namespace

TEST_GROUP(kthread){};

TEST(kthread, stopping_waits_for_the_end) {
  CHECK(
      ends(pair("nop, {set: {x: 1}}", "{kthread_stop: k}, {set: {got: x}}")) ==
      (Ends{"done x=0 got=0", "done x=1 got=1"}));
}

TEST(kthread, stopping_one_that_has_ended_returns_its_value) {
  Drive d(pair("{return: 7}", "{kthread_stop: k, into: r}, {set: {got: r}}"));
  d.run("k");
  STRCMP_EQUAL("finished", d.run("a").c_str());
  CHECK_EQUAL(7, d.value("got"));
}

TEST(kthread, it_sees_that_it_should_stop) {
  CHECK(ends(pair("{kthread_should_stop: ~, into: r}, {set: {x: r}}",
                  "{kthread_stop: k}")) ==
        (Ends{"done x=0 got=0", "done x=1 got=0"}));
}

TEST(kthread, one_that_looks_before_it_sets_its_state_loses_the_wake_up) {
  Drive d(pair(
      "{kthread_should_stop: ~, into: r}, "
      "{set_current_state: TASK_INTERRUPTIBLE}, {schedule: ~, when: r == 0}",
      "{kthread_stop: k}"));
  d.step("k");
  d.step("a");
  STRCMP_EQUAL("blocked", d.run("k").c_str());
  STRCMP_EQUAL("blocked", d.run("a").c_str());
  const auto end = end_of(d);
  CHECK_EQUAL(1u, end.findings.size());
  CHECK(end.findings[0].code == FindingCode::lost_wakeup);
  CHECK(end.findings[0].arguments == Names{"k"});
}

TEST(kthread, one_that_looks_after_it_set_its_state_does_not) {
  CHECK(ends(pair(
            "{set_current_state: TASK_INTERRUPTIBLE}, "
            "{kthread_should_stop: ~, into: r}, {schedule: ~, when: r == 0}",
            "{kthread_stop: k}")) == (Ends{"done x=0 got=0"}));
}

TEST(kthread, one_that_needs_the_lock_of_who_stops_it_deadlocks) {
  Drive d(pair("nop, {mutex_lock: m}, {mutex_unlock: m}",
               "{mutex_lock: m}, {kthread_stop: k}, {mutex_unlock: m}"));
  d.step("k");
  d.run("a");
  STRCMP_EQUAL("blocked", d.run("k").c_str());
  const auto end = end_of(d);
  CHECK_EQUAL(1u, end.findings.size());
  CHECK(end.findings[0].code == FindingCode::deadlock);
  CHECK((end.findings[0].arguments == Names{"a", "k"}));
  STRCMP_EQUAL(
      "kthread k to exit",
      picket::waits_for(d.program(), d.state(), end.waiters[1]).c_str());
}

TEST(kthread, one_that_stops_itself_waits_for_itself) {
  Drive d(pair("{kthread_stop: k}", "nop"));
  d.run("a");
  STRCMP_EQUAL("blocked", d.run("k").c_str());
  const auto end = end_of(d);
  CHECK_EQUAL(1u, end.findings.size());
  CHECK(end.findings[0].arguments == Names{"k"});
}

TEST(kthread, one_that_never_started_is_not_started_any_more) {
  const std::string text =
      "scenario: s\nobjects: {x: int, got: int}\nthreads:\n"
      "  k: {context: kthread, starts: x == 1, steps: [{set: {got: 1}}]}\n"
      "  a: [{kthread_stop: k, into: r}, {assert: r == -EINTR}]\n";
  CHECK(ends(text) == (Ends{"done x=0 got=0"}));
}

TEST(kthread, a_signal_is_no_stop_and_a_stop_no_signal) {
  Drive d(pair("{wait_event_interruptible: {wq: q, until: x == 1}}",
               "{kthread_stop: k}"));
  d.run("k");
  d.step("a");
  STRCMP_EQUAL("blocked", d.run("k").c_str());
}

TEST(kthread, only_a_kthread_is_asked_to_stop) {
  CHECK(ends("scenario: s\nobjects: {x: int}\n"
             "threads: {a: [{kthread_should_stop: ~, into: r}]}\n") ==
        (Ends{"misuse wrong-context a"}));
}

TEST(kthread, who_is_stopped_is_one_without_being_told_to_be) {
  CHECK(
      ends("scenario: s\nobjects: {x: int}\nthreads: {k: "
           "[{kthread_should_stop: ~, into: r}], a: [{kthread_stop: k}]}\n") ==
      (Ends{"done x=0"}));
}

TEST(kthread, stopping_in_atomic_context_is_a_misuse) {
  CHECK(ends(pair("nop", "preempt_disable, {kthread_stop: k}")) ==
        (Ends{"misuse sleep-in-atomic a"}));
}

TEST(kthread, parking_waits_until_it_has_parked) {
  Drive d(pair("nop, kthread_parkme, {set: {x: 1}}",
               "{kthread_park: k}, {set: {got: 1}}, {kthread_unpark: k}"));
  STRCMP_EQUAL("blocked", d.run("a").c_str());
  STRCMP_EQUAL("blocked", d.run("k").c_str());
  STRCMP_EQUAL("finished", d.run("a").c_str());
  CHECK_EQUAL(0, d.value("x"));
  STRCMP_EQUAL("finished", d.run("k").c_str());
  CHECK_EQUAL(1, d.value("x"));
}

TEST(kthread, one_that_nobody_asked_does_not_park) {
  Drive d(pair("kthread_parkme", "nop"));
  STRCMP_EQUAL("finished", d.run("k").c_str());
}

TEST(kthread, a_wake_up_does_not_end_parking) {
  Drive d(pair("kthread_parkme", "{kthread_park: k}, {wake_up_process: k}"));
  d.step("a");
  d.run("k");
  STRCMP_EQUAL("finished", d.run("a").c_str());
  STRCMP_EQUAL("blocked", d.run("k").c_str());
}

TEST(kthread, one_that_is_unparked_and_parked_at_once_parks_again) {
  Drive d(pair("kthread_parkme, {set: {x: 1}}",
               "{kthread_park: k}, {kthread_unpark: k}, {kthread_park: k}"));
  d.step("a");
  d.run("k");
  STRCMP_EQUAL("blocked", d.run("a").c_str());
  STRCMP_EQUAL("blocked", d.run("k").c_str());
  CHECK_EQUAL(0, d.value("x"));
  STRCMP_EQUAL("finished", d.run("a").c_str());
}

TEST(kthread, stopping_lets_a_parked_one_go_on) {
  CHECK(
      ends(pair("kthread_parkme, {set: {x: 1}}",
                "{kthread_park: k}, {kthread_stop: k}")) ==
      (Ends{"done x=1 got=0", "misuse wrong-context a", "stuck a x=1 got=0"}));
}

TEST(kthread, one_that_never_parks_lets_who_asked_hang) {
  Drive d(pair("nop", "{kthread_park: k}"));
  d.step("a");
  d.run("k");
  STRCMP_EQUAL("blocked", d.run("a").c_str());
  const auto end = end_of(d);
  CHECK_EQUAL(1u, end.findings.size());
  CHECK(end.findings[0].code == FindingCode::hang);
}

TEST(kthread, asking_twice_to_park_is_a_misuse) {
  Drive d(R"(
scenario: s
threads:
  k: {context: kthread, steps: [kthread_parkme]}
  a: [{kthread_park: k}]
  b: [{kthread_park: k}]
)");
  d.step("a");
  STRCMP_EQUAL("misuse wrong-context", d.step("b").c_str());
}

TEST(kthread, steps_that_do_not_touch_the_same_commute) {
  for (const char* kthread :
       {"{kthread_should_stop: ~, into: r}, {return: 3, when: r}, {set: {x: "
        "1}}",
        "kthread_parkme, {set: {x: 1}}, kthread_parkme",
        "{set_current_state: TASK_INTERRUPTIBLE}, schedule"})
    for (const char* owner :
         {"{kthread_stop: k, into: r}",
          "{kthread_park: k}, {kthread_unpark: k}",
          "{kthread_park: k}, {kthread_unpark: k}, {kthread_park: k}"})
      STRCMP_EQUAL("", broken_independence(
                           "scenario: s\nobjects: {x: int}\nthreads:\n"
                           "  k: {context: kthread, steps: [" +
                           std::string(kthread) + "]}\n  a: [" + owner +
                           "]\n  b: [{kthread_stop: k}, {set: {x: 2}}]\n")
                           .c_str());
}

TEST(kthread, one_that_is_stopped_before_it_runs_never_does) {
  const std::string yaml =
      pair("{set: {x: 1}}", "{kthread_stop: k, into: r}, {set: {got: r}}");
  CHECK(ends(yaml) == (Ends{"done x=0 got=-4", "done x=1 got=0"}));
  STRCMP_EQUAL("", broken_independence(yaml).c_str());
}

TEST(kthread, what_it_would_have_done_is_then_missing) {
  CHECK(ends(pair("{complete: c}",
                  "{kthread_stop: k}, {wait_for_completion: "
                  "c}"))
            .count("stuck a x=0 got=0") == 1);
}
