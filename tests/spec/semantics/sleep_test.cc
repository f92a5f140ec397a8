#include "spec/semantics/task.h"

#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;
using Ends = std::set<std::string>;

namespace {

picket::Task task_of(const Drive& d, const std::string& thread) {
  const auto at = d.program().layout.contexts[d.thread(thread).index()].task;
  return picket::Task::unpack(d.state()[static_cast<std::size_t>(at)]);
}

}  // namespace

TEST_GROUP(sleep){};

TEST(sleep, schedule_of_a_running_task_just_goes_on) {
  Drive d("scenario: s\nthreads: {t: [schedule, schedule]}\n");
  STRCMP_EQUAL("finished", d.run("t").c_str());
}

TEST(sleep, a_wake_up_changes_a_state_and_is_no_token) {
  CHECK(ends(R"(
scenario: s
threads:
  sleeper: [{set_current_state: TASK_UNINTERRUPTIBLE}, schedule]
  waker: [{wake_up_process: sleeper}]
)") == (Ends{"done", "stuck sleeper"}));
}

TEST(sleep, waking_tells_whether_anybody_slept) {
  Drive d(R"(
scenario: s
threads:
  sleeper: [{set_current_state: TASK_IDLE}, schedule]
  waker: [{wake_up_process: sleeper, into: a}, {wake_up_process: sleeper, into: b}, {assert: a == 1 && b == 0}]
)");
  d.step("sleeper");
  STRCMP_EQUAL("finished", d.run("waker").c_str());
}

TEST(sleep, a_state_set_after_a_wake_up_is_marked) {
  Drive d(R"(
scenario: s
threads:
  sleeper: [{set_current_state: TASK_UNINTERRUPTIBLE}, schedule]
  waker: [{wake_up_process: sleeper}]
)");
  d.step("waker");
  d.step("sleeper");
  STRCMP_EQUAL("blocked", d.step("sleeper").c_str());
  CHECK(task_of(d, "sleeper").set_after_wake);
}

TEST(sleep, a_state_set_before_it_is_not) {
  Drive d(R"(
scenario: s
threads:
  sleeper: [{set_current_state: TASK_UNINTERRUPTIBLE}, schedule]
  waker: [{signal_pending: sleeper}]
)");
  d.step("sleeper");
  d.step("waker");
  STRCMP_EQUAL("blocked", d.step("sleeper").c_str());
  CHECK_FALSE(task_of(d, "sleeper").set_after_wake);
}

TEST(sleep, a_signal_wakes_only_those_it_may) {
  const std::string text = R"(
scenario: s
threads:
  sender: [{signal_pending: sleeper}]
  sleeper: [schedule, {set_current_state: )";
  CHECK(ends(text + "TASK_INTERRUPTIBLE}, schedule]\n") == (Ends{"done"}));
  CHECK(ends(text + "TASK_KILLABLE}, schedule]\n") == (Ends{"done"}));
  CHECK(ends(text + "TASK_UNINTERRUPTIBLE}, schedule]\n") ==
        (Ends{"stuck sleeper"}));
  CHECK(ends(text + "TASK_IDLE}, schedule]\n") == (Ends{"stuck sleeper"}));
}

TEST(sleep, a_timed_sleep_ends_by_itself) {
  CHECK(ends(R"(
scenario: s
objects: {x: {type: int, initial: 9}}
threads:
  sleeper: [{set_current_state: TASK_UNINTERRUPTIBLE}, {schedule_timeout: 10, into: left}, {set: {x: left}}]
)") == (Ends{"done x=0"}));
}

TEST(sleep, a_wake_up_in_the_tick_of_the_time_out_leaves_no_time) {
  CHECK(ends(R"(
scenario: s
objects: {x: {type: int, initial: 9}, ready: int}
threads:
  sleeper: [{set_current_state: TASK_UNINTERRUPTIBLE}, {set: {ready: 1}}, {schedule_timeout: 10, into: left}, {set: {x: left}}]
  waker: {starts: ready == 1, steps: [{wake_up_process: sleeper, into: woken}, {assert: woken == 1 || x == 0}]}
)")
            .contains("done x=1 ready=1"));
}

TEST(sleep, sleeping_is_not_allowed_in_atomic_context) {
  CHECK(ends("scenario: s\nthreads: {t: [preempt_disable, schedule]}\n") ==
        (Ends{"misuse sleep-in-atomic t"}));
}

TEST(sleep, a_wake_up_for_no_reason_comes_once_between_real_ones) {
  const std::string text = R"(
scenario: s
config: {spurious_wakeups: true}
threads:
  sleeper: [{set_current_state: TASK_UNINTERRUPTIBLE}, schedule)";
  CHECK(ends(text + "]\n") == (Ends{"done"}));
  CHECK(ends(text + ", {set_current_state: TASK_UNINTERRUPTIBLE}, "
                    "schedule]\n") == (Ends{"stuck sleeper"}));
}

TEST(sleep, whoever_wakes_a_task_need_not_know_whether_it_has_ended) {
  STRCMP_EQUAL("", broken_independence(R"(
scenario: s
threads:
  sleeper: [{set_current_state: TASK_INTERRUPTIBLE}, nop]
  waker: [{wake_up_process: sleeper, into: r}, {signal_pending: sleeper}]
  other: [{signal_pending: sleeper}, {wake_up_process: sleeper, into: r}]
)")
                       .c_str());
}

TEST(sleep, independent_transitions_commute) {
  STRCMP_EQUAL("", broken_independence(R"(
scenario: s
config: {spurious_wakeups: true}
threads:
  one: [{set_current_state: TASK_INTERRUPTIBLE}, schedule, {set_current_state: TASK_RUNNING}]
  two: [{set_current_state: TASK_KILLABLE}, {schedule_timeout: 5, into: r}, {wake_up_process: one, into: w}]
  three: [{signal_pending: one}, {wake_up_process: two, into: w}]
)")
                       .c_str());
}

TEST(sleep, who_is_running_has_all_the_time_left) {
  CHECK(ends(R"(
scenario: s
objects: {x: {type: int, initial: -1}}
threads:
  t: [{schedule_timeout: 10, into: left}, {set: {x: left}}]
)") == (Ends{"done x=0", "done x=10"}));
}
