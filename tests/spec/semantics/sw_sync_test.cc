#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::ends;
using Ends = std::set<std::string>;

namespace {

std::string with(const std::string& rest) {
  return "scenario: s\n"
         "objects:\n"
         "  tl: sw_sync_timeline\n"
         "  one: {type: dma_fence, timeline: tl, seqno: 1}\n"
         "  two: {type: dma_fence, timeline: tl, seqno: 2}\n"
         "  seen: int\n" +
         rest;
}

Ends alone(const std::string& steps) {
  return ends(with("threads:\n  t: " + steps + "\n"));
}

}  // namespace

TEST_GROUP(sw_sync){};

TEST(sw_sync, advancing_signals_the_points_that_are_reached) {
  CHECK(alone("[{sw_sync_inc: tl}, {assert: signaled(one) && !signaled(two)}, "
              "{sw_sync_inc: tl}, {assert: signaled(two)}]") ==
        Ends{"done seen=0"});
}

TEST(sw_sync, points_are_signalled_in_order) {
  const std::string text = with(
      "threads:\n"
      "  t: [{sw_sync_inc: {timeline: tl, by: 2}}]\n"
      "  looks: [{dma_fence_test_signaled_flag: two, into: b}, "
      "{dma_fence_test_signaled_flag: one, into: a}, {assert: a >= b}]\n");
  CHECK(ends(text) == Ends{"done seen=0"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(sw_sync, a_poll_knows_the_value_before_the_bit_is_set) {
  const std::string text = with(
      "functions:\n"
      "  look: [{dma_fence_test_signaled_flag: two, into: b}, "
      "{set: {seen: b}}]\n"
      "threads:\n"
      "  t: [{dma_fence_add_callback: {fence: one, cb: look}}, "
      "{sw_sync_inc: {timeline: tl, by: 2}}]\n"
      "  polls: [{dma_fence_is_signaled: two}]\n");
  CHECK(ends(text) == Ends{"done seen=0"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(sw_sync, all_points_share_the_lock_of_the_timeline) {
  CHECK(alone("[{spin_lock_irqsave: tl.lock}, {dma_fence_signal: one}]") ==
            Ends{"misuse recursive-lock t"} ||
        alone("[{spin_lock_irqsave: tl.lock}, {dma_fence_signal: one}]") ==
            Ends{"misuse recursive-lock t seen=0"});
}

TEST(sw_sync, a_callback_must_not_signal_another_point) {
  const Ends found =
      ends(with("functions:\n"
                "  pass_on: [{dma_fence_signal: two}]\n"
                "threads:\n"
                "  t: [{dma_fence_add_callback: {fence: one, cb: pass_on}}, "
                "{sw_sync_inc: tl}]\n"));
  CHECK_EQUAL(1U, found.size());
  CHECK(found.begin()->starts_with("misuse recursive-lock t"));
}

TEST(sw_sync, a_callback_may_drop_the_last_reference_of_the_user) {
  // Signalled with a reference, which goes after the lock.
  const std::string text = with(
      "functions:\n"
      "  let_go: [{dma_fence_put: one}]\n"
      "threads:\n"
      "  t: [{dma_fence_add_callback: {fence: one, cb: let_go}}, "
      "{sw_sync_inc: tl}]\n");
  CHECK(ends(text) == Ends{"done seen=0"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(sw_sync, the_last_reference_under_the_lock_waits_for_itself) {
  const Ends found =
      alone("[{spin_lock_irqsave: tl.lock}, {dma_fence_put: one}]");
  CHECK_EQUAL(1U, found.size());
  CHECK(found.begin()->starts_with("misuse recursive-lock t"));
}

TEST(sw_sync, a_waiter_and_who_advances) {
  const std::string text = with(
      "threads:\n"
      "  waiter: [{dma_fence_wait: two}, {assert: signaled(one)}]\n"
      "  t: [{sw_sync_inc: tl}, {sw_sync_inc: tl}]\n");
  CHECK(ends(text) == Ends{"done seen=0"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}
