// Whoever runs may take what a sleeper was woken for.
#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::Drive;
using picket::test::ends;
using Ends = std::set<std::string>;

namespace {

std::string three(const std::string& a, const std::string& b,
                  const std::string& c, const std::string& config = "") {
  return "scenario: s\nconfig: {" + config +
         "}\nobjects: {m: mutex, r: rw_semaphore, done: completion, x: int,\n"
         "  wq: wait_queue_head, got: int}\nthreads:\n  a: [" +
         a + "]\n  b: [" + b + "]\n  c: [" + c + "]\n";
}

const char* const kMutex = "{mutex_lock: m}, {mutex_unlock: m}";
const char* const kRead = "{down_read: r}, {up_read: r}";
const char* const kWrite = "{down_write: r}, {up_write: r}";
// Takes one of what x counts.
const std::string kTakeOne =
    "{wait_event_exclusive: {wq: wq, until: x > 0}}, {set: {x: x - 1}}, "
    "{set: {got: got + 1}}";

}  // namespace

TEST_GROUP(stealing){};

TEST(stealing, a_running_task_takes_a_mutex_before_the_woken_waiter) {
  Drive d(three(kMutex, kMutex, kMutex));
  d.step("a");
  STRCMP_EQUAL("blocked", d.run("b").c_str());
  d.run("a");
  d.step("c");
  STRCMP_EQUAL("blocked", d.run("b").c_str());
  d.run("c");
  STRCMP_EQUAL("finished", d.run("b").c_str());
}

TEST(stealing, a_waiter_that_lost_a_mutex_is_not_lost_itself) {
  CHECK(ends(three(kMutex, kMutex, kMutex)) == (Ends{"done x=0 got=0"}));
}

TEST(stealing, a_trylock_takes_a_mutex_before_the_woken_waiter) {
  Drive d(three(kMutex, kMutex,
                "{mutex_trylock: m, into: t}, {set: {got: t}}, "
                "{mutex_unlock: m, when: t}"));
  d.step("a");
  STRCMP_EQUAL("blocked", d.run("b").c_str());
  d.run("a");
  d.run("c");
  CHECK_EQUAL(1, d.value("got"));
}

TEST(stealing, a_writer_takes_a_free_semaphore_before_the_waiting_writer) {
  Drive d(three(kWrite, kWrite, kWrite));
  d.step("a");
  STRCMP_EQUAL("blocked", d.run("b").c_str());
  d.run("a");
  d.step("c");
  STRCMP_EQUAL("blocked", d.run("b").c_str());
}

TEST(stealing, a_reader_takes_a_free_semaphore_before_the_waiting_writer) {
  Drive d(three(kWrite, kWrite, kRead));
  d.step("a");
  d.run("b");
  d.run("a");
  STRCMP_EQUAL("stepped", d.step("c").c_str());
}

TEST(stealing, without_it_no_reader_passes_the_waiting_writer) {
  for (const bool steals : {true, false}) {
    Drive d(three(kRead, kWrite, kRead, steals ? "" : "lock_stealing: false"));
    d.step("a");
    d.step("b");  // shows that it waits
    d.run("a");
    STRCMP_EQUAL(steals ? "stepped" : "blocked", d.step("c").c_str());
    if (!steals) STRCMP_EQUAL("finished", d.run("b").c_str());
    STRCMP_EQUAL("finished", d.run("c").c_str());
  }
}

TEST(stealing, a_reader_does_not_pass_a_writer_while_others_read) {
  Drive d(three(kRead, kWrite, kRead));
  d.step("a");
  d.run("b");
  STRCMP_EQUAL("blocked", d.step("c").c_str());
}

TEST(stealing, a_newcomer_takes_the_count_a_waiter_was_woken_for) {
  const char* wait = "{wait_for_completion: done}, {set: {got: got + 1}}";
  Drive d(three(wait, wait, "{complete: done}"));
  STRCMP_EQUAL("blocked", d.run("a").c_str());
  d.run("c");
  STRCMP_EQUAL("finished", d.run("b").c_str());
  STRCMP_EQUAL("blocked", d.run("a").c_str());
}

TEST(stealing, a_newcomer_takes_what_an_exclusive_waiter_was_woken_for) {
  Drive d(three(kTakeOne, kTakeOne, "{set: {x: 1}}, {wake_up: wq}"));
  d.run("a");
  d.run("c");
  STRCMP_EQUAL("finished", d.run("b").c_str());
  STRCMP_EQUAL("blocked", d.run("a").c_str());  // asleep again, in the queue
  CHECK_EQUAL(0, d.value("x"));
}

TEST(stealing, two_to_take_need_two_wake_ups) {
  const std::string one = "{set: {x: 1}}, {wake_up: wq}, {set: {x: x + 1}}";
  const auto can_hang = [](const Ends& all) {
    bool stuck = false;
    for (const std::string& end : all) stuck |= end.find("stuck") == 0;
    return stuck;
  };
  CHECK_TRUE(can_hang(ends(three(kTakeOne, kTakeOne, one))));
  CHECK_FALSE(
      can_hang(ends(three(kTakeOne, kTakeOne, one + ", {wake_up: wq}"))));
}

TEST(stealing, a_spurious_wake_up_does_not_use_up_a_real_one) {
  const std::string text =
      three("{wait_event_exclusive: {wq: wq, until: x > 0}}, {set: {got: 1}}",
            "{set: {x: 1}}, {wake_up: wq}", "nop", "spurious_wakeups: true");
  CHECK(ends(text) == (Ends{"done x=1 got=1"}));
}

TEST(stealing, a_spurious_wake_up_of_a_bare_sleep_ends_it) {
  const std::string text = three(
      "{set_current_state: TASK_UNINTERRUPTIBLE}, schedule, "
      "{set: {got: x}}",
      "{set: {x: 1}}, {wake_up_process: a}", "nop", "spurious_wakeups: true");
  bool early = false;
  for (const std::string& end : ends(text))
    early |= end.find("got=0") != end.npos && end.find("done") == 0;
  CHECK_TRUE(early);
}
