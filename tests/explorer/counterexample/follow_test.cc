#include "explorer/counterexample/follow.h"

#include "tests/support/made_check.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using namespace picket::test;

namespace {

std::string abba(const std::string& one) {
  return "scenario: s\nobjects: {a: mutex, b: mutex, x: int}\nthreads:\n"
         "  one:\n" +
         one + "  two:\n    - mutex_lock: b\n    - mutex_lock: a\n";
}

const std::string kOriginal =
    abba("    - nop\n    - mutex_lock: a\n    - mutex_lock: b\n");

Witness original() {
  MadeCheck made("f.yaml", kOriginal);
  return witness_of(
      made.scenario(),
      made.find(FindingCode::deadlock, {"one", "two"}, "one one two", 7));
}

Followed followed_on(const std::string& yaml, bool strict) {
  const MadeCheck made("f.yaml", yaml);
  const Program program(made.scenario());
  return follow(program, original(), strict);
}

}  // namespace

TEST_GROUP(Follow){};

TEST(Follow, an_unchanged_scenario_is_followed_exactly) {
  const Followed f = followed_on(kOriginal, true);
  LONGS_EQUAL(0, f.differences.size());
  LONGS_EQUAL(3, f.replay.moments.size());
  LONGS_EQUAL(2, f.replay.stuck.size());
}

TEST(Follow, lines_may_move) {
  const Followed f = followed_on("# one\n# two\n" + kOriginal, false);
  LONGS_EQUAL(0, f.differences.size());
  LONGS_EQUAL(2, f.replay.stuck.size());
}

TEST(Follow, added_steps_are_taken_along) {
  const Followed f =
      followed_on(abba("    - nop\n    - {set: {x: 1}}\n    - mutex_lock: a\n"
                       "    - mutex_lock: b\n"),
                  false);
  LONGS_EQUAL(2, f.replay.stuck.size());
  LONGS_EQUAL(1, f.differences.size());
  STRCMP_EQUAL(
      "step 2, one: mutex_lock(a) (line 6): one does more before it: 1 added",
      f.differences[0].c_str());
}

TEST(Follow, removed_steps_are_left_out) {
  const Followed f =
      followed_on(abba("    - mutex_lock: a\n    - mutex_lock: b\n"), false);
  LONGS_EQUAL(2, f.replay.stuck.size());
  LONGS_EQUAL(1, f.differences.size());
  STRCMP_EQUAL(
      "step 1, one: nop (line 5): one stands at mutex_lock(a) (line 5); left "
      "out",
      f.differences[0].c_str());
}

TEST(Follow, a_thread_that_is_gone_is_said_once_per_step) {
  const Followed f = followed_on(
      "scenario: s\nobjects: {a: mutex, b: mutex}\nthreads:\n"
      "  two:\n    - mutex_lock: b\n    - mutex_lock: a\n",
      false);
  LONGS_EQUAL(2, f.differences.size());
  CHECK_TRUE(f.differences[0].ends_with("there is no context `one` any more"));
}

TEST(Follow, a_step_that_is_blocked_now_is_said) {
  const Followed f = followed_on(
      "scenario: s\nobjects: {a: mutex, b: mutex}\nthreads:\n"
      "  one:\n    - nop\n    - mutex_lock: a\n    - mutex_lock: b\n"
      "  two:\n    - mutex_lock: a\n    - mutex_lock: b\n",
      false);
  LONGS_EQUAL(1, f.differences.size());
  STRCMP_EQUAL(
      "step 3, two: mutex_lock(b) (line 9): two stands at mutex_lock(a) (line "
      "9); left out",
      f.differences[0].c_str());
}

TEST(Follow, strictly_nothing_is_guessed) {
  const Followed f =
      followed_on(abba("    - mutex_lock: a\n    - mutex_lock: b\n"), true);
  LONGS_EQUAL(0, f.replay.moments.size());
  LONGS_EQUAL(1, f.differences.size());
}
