// A signal, or the end of the time, may come at every point of a wait: what the
// wait can return, whatever comes first.
#include <cstdlib>

#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::ends;
using Values = std::set<int>;

namespace {

constexpr int kStuck = 1000;
constexpr int kRestart = -512;  // -ERESTARTSYS
constexpr int kIntr = -4;       // -EINTR

// What `wait` returns, over all interleavings with who provides and who
// delivers a signal.
Values results(const std::string& wait, const std::string& provider,
               const std::string& signal) {
  const std::string text =
      "scenario: s\nobjects: {f: dma_fence, wq: wait_queue_head, x: int,\n"
      "  c: completion, m: mutex, n: {type: semaphore, count: 0}, w: "
      "ww_mutex,\n"
      "  got: {type: int, initial: 77}}\nthreads:\n"
      "  waiter: [{" +
      wait + ", into: r}, {set: {got: r}}]\n  provider: [" + provider +
      "]\n  other: [" + signal + "]\n";
  Values values;
  for (const std::string& end : ends(text)) {
    const std::size_t at = end.find("got=");
    values.insert(end.find("done") == 0 && at != end.npos
                      ? std::atoi(end.c_str() + at + 4)
                      : kStuck);
  }
  return values;
}

const char* const kSignal = "{signal_pending: waiter}";
const char* const kWake = "{set: {x: 1}}, {wake_up: wq}";
const char* const kUntil = ": {wq: wq, until: x == 1";

}  // namespace

TEST_GROUP(at_every_point){};

TEST(at_every_point, a_signal_ends_an_interruptible_wait_event_or_is_too_late) {
  const std::string wait = std::string("wait_event_interruptible") + kUntil;
  CHECK(results(wait + "}", kWake, kSignal) == (Values{0, kRestart}));
  CHECK(results(wait + "}", "nop", kSignal) == (Values{kRestart}));
  CHECK(results(wait + "}", kWake, "nop") == (Values{0}));
}

TEST(at_every_point, a_signal_that_is_no_kill_ends_a_killable_one_here_too) {
  const std::string wait = std::string("wait_event_killable") + kUntil;
  CHECK(results(wait + "}", "nop", kSignal) == (Values{kRestart}));
}

TEST(at_every_point, the_time_may_be_over_before_or_after_the_wake_up) {
  const std::string wait =
      std::string("wait_event_timeout") + kUntil + ", timeout: 5}";
  CHECK(results(wait, kWake, kSignal) == (Values{0, 1, 5}));
  CHECK(results(wait, "nop", kSignal) == (Values{0}));
}

TEST(at_every_point, a_wake_up_before_the_condition_is_made_up_for_by_time) {
  const std::string wait =
      std::string("wait_event_timeout") + kUntil + ", timeout: 5}";
  CHECK(results(wait, "{wake_up: wq}, {set: {x: 1}}", "nop") ==
        (Values{0, 1, 5}));
}

TEST(at_every_point, an_interruptible_timed_wait_has_all_three_ends) {
  const std::string wait = std::string("wait_event_interruptible_timeout") +
                           kUntil + ", timeout: 5}";
  CHECK(results(wait, kWake, kSignal) == (Values{0, 1, 5, kRestart}));
}

TEST(at_every_point, a_signal_ends_an_interruptible_wait_for_a_fence) {
  const char* wait = "dma_fence_wait: {fence: f, intr: true}";
  CHECK(results(wait, "{dma_fence_signal: f}", kSignal) ==
        (Values{0, kRestart}));
}

TEST(at_every_point, a_signal_leaves_any_other_wait_for_a_fence_alone) {
  CHECK(results("dma_fence_wait: {fence: f}", "{dma_fence_signal: f}",
                kSignal) == (Values{0}));
}

TEST(at_every_point, a_timed_wait_for_a_fence_has_all_three_ends) {
  const char* wait =
      "dma_fence_wait_timeout: {fence: f, timeout: 5, intr: true}";
  const Values all = results(wait, "{dma_fence_signal: f}", kSignal);
  CHECK(all.count(0) == 1 && all.count(kRestart) == 1);
  CHECK(all.size() == 3 && *all.rbegin() >= 1 && *all.rbegin() < kStuck);
}

TEST(at_every_point, a_signal_ends_an_interruptible_wait_for_a_completion) {
  CHECK(results("wait_for_completion_interruptible: c", "{complete: c}",
                kSignal) == (Values{0, kRestart}));
  CHECK(results("wait_for_completion_killable: c", "nop", kSignal) ==
        (Values{kRestart}));
}

TEST(at_every_point, a_timed_wait_for_a_completion_ends_in_two_ways) {
  CHECK(results("wait_for_completion_timeout: {completion: c, timeout: 5}",
                "{complete: c}", kSignal) == (Values{0, 1, 5}));
}

TEST(at_every_point, a_signal_ends_the_wait_for_a_mutex_but_not_the_taking) {
  const std::string holder = "{mutex_lock: m}, {mutex_unlock: m}";
  const std::string text = "mutex_lock_interruptible: m";
  // It is left locked where it was taken: that is another end.
  const Values all = results(text, holder, kSignal);
  CHECK(all.count(kIntr) == 1);
  CHECK(all.count(kStuck) == 1);
}

TEST(at_every_point, a_signal_ends_the_wait_for_a_semaphore) {
  CHECK(results("down_interruptible: n", "{up: n}", kSignal) ==
        (Values{0, kIntr}));
  CHECK(results("down_interruptible: n", "nop", kSignal) == (Values{kIntr}));
}
