#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::ends;
using Ends = std::set<std::string>;

namespace {

std::string with(const std::string& rest) {
  return "scenario: s\n"
         "objects:\n"
         "  box: drm_syncobj\n"
         "  m: mutex\n"
         "  f: dma_fence\n"
         "  g: dma_fence\n"
         "  p1: dma_fence_chain\n"
         "  p2: dma_fence_chain\n" +
         rest;
}

Ends alone(const std::string& steps) {
  return ends(with("threads:\n  t: " + steps + "\n"));
}

const std::string kPoint1 =
    "{drm_syncobj_add_point: {syncobj: box, chain: p1, fence: f, point: 1}}";
const std::string kPoint2 =
    "{drm_syncobj_add_point: {syncobj: box, chain: p2, fence: g, point: 2}}";

}  // namespace

TEST_GROUP(syncobj){};

TEST(syncobj, a_wait_for_an_empty_one_is_an_error) {
  CHECK(alone("[{drm_syncobj_wait: box, into: r}, {assert: r == -EINVAL}]") ==
        Ends{"done"});
}

TEST(syncobj, waits_for_the_fence_that_is_in_it) {
  const std::string text = with(
      "threads:\n"
      "  t: [{drm_syncobj_replace_fence: {syncobj: box, fence: f}}, "
      "{drm_syncobj_wait: box, into: r}, {assert: r == 0 && signaled(f)}]\n"
      "  gpu: [{dma_fence_signal: f}]\n");
  CHECK(ends(text) == Ends{"done"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(syncobj, waits_before_somebody_puts_a_fence_in) {
  const std::string text = with(
      "threads:\n"
      "  t: [{drm_syncobj_wait: {syncobj: box, flags: [WAIT_FOR_SUBMIT]}, "
      "into: r}, {assert: r == 0 && signaled(f)}]\n"
      "  submit: [{drm_syncobj_replace_fence: {syncobj: box, fence: f}}, "
      "{dma_fence_signal: f}]\n");
  CHECK(ends(text) == Ends{"done"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(syncobj, available_is_enough_if_asked_for) {
  const std::string text = with(
      "threads:\n"
      "  t: [{drm_syncobj_wait: {syncobj: box, flags: [WAIT_AVAILABLE]}, "
      "into: r}, {assert: r == 0}]\n"
      "  submit: [{drm_syncobj_replace_fence: {syncobj: box, fence: f}}]\n");
  CHECK(ends(text) == Ends{"done"});
}

TEST(syncobj, nobody_submits) {
  CHECK(alone("[{drm_syncobj_wait: {syncobj: box, flags: "
              "[WAIT_FOR_SUBMIT]}}]") == Ends{"stuck t"});
}

TEST(syncobj, waits_for_a_point_of_a_timeline) {
  const std::string text = with(
      "threads:\n"
      "  t: [{drm_syncobj_wait: {syncobj: box, point: 2, flags: "
      "[WAIT_FOR_SUBMIT]}}, {assert: signaled(f) && signaled(g)}]\n"
      "  submit: [" +
      kPoint1 + ", " + kPoint2 +
      "]\n"
      "  gpu: [{dma_fence_signal: g}, {dma_fence_signal: f}]\n");
  CHECK(ends(text) == Ends{"done"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(syncobj, an_earlier_point_does_not_wait_for_later_ones) {
  CHECK(alone("[" + kPoint1 + ", " + kPoint2 +
              ", {dma_fence_signal: f}, {drm_syncobj_wait: {syncobj: box, "
              "point: 1}, into: r}, {assert: r == 0}]") == Ends{"done"});
}

TEST(syncobj, a_point_that_is_not_there_yet_is_an_error) {
  CHECK(alone("[" + kPoint1 +
              ", {drm_syncobj_wait: {syncobj: box, point: 2}, into: r}, "
              "{assert: r == -EINVAL}]") == Ends{"done"});
}

TEST(syncobj, a_poll_says_so_when_it_is_not_done) {
  CHECK(alone("[{drm_syncobj_replace_fence: {syncobj: box, fence: f}}, "
              "{drm_syncobj_wait: {syncobj: box, timeout: 0}, into: a}, "
              "{dma_fence_signal: f}, "
              "{drm_syncobj_wait: {syncobj: box, timeout: 0}, into: b}, "
              "{assert: a < 0 && b == 0}]") == Ends{"done"});
}

TEST(syncobj, a_poll_has_the_driver_promise_to_signal) {
  const Ends found = ends(
      "scenario: s\n"
      "objects:\n"
      "  armed: int\n"
      "  box: drm_syncobj\n"
      "  f: {type: dma_fence, enable_signaling: arm}\n"
      "functions:\n"
      "  arm: [{set: {armed: 1}}]\n"
      "threads:\n"
      "  t: [{drm_syncobj_replace_fence: {syncobj: box, fence: f}}, "
      "{drm_syncobj_wait: {syncobj: box, timeout: 0}}, {assert: armed == "
      "1}]\n");
  CHECK(found == Ends{"done armed=1"});
}

TEST(syncobj, a_timed_wait_ends_either_way) {
  const std::string text = with(
      "threads:\n"
      "  t: [{drm_syncobj_replace_fence: {syncobj: box, fence: f}}, "
      "{drm_syncobj_wait: {syncobj: box, timeout: 5}}]\n"
      "  gpu: [{dma_fence_signal: f}]\n");
  CHECK(ends(text) == Ends{"done"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(syncobj, a_signal_interrupts_it) {
  const std::string text = with(
      "threads:\n"
      "  t: [{drm_syncobj_wait: {syncobj: box, flags: [WAIT_FOR_SUBMIT]}, "
      "into: r}, {assert: r == -ERESTARTSYS}]\n"
      "  user: [{signal_pending: t}]\n");
  CHECK(ends(text) == Ends{"done"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(syncobj, waiting_for_user_space_with_a_lock_held_is_a_misuse) {
  CHECK(alone("[{mutex_lock: m}, {drm_syncobj_wait: {syncobj: box, flags: "
              "[WAIT_FOR_SUBMIT]}}]") == Ends{"misuse wrong-context t"});
  CHECK(alone("[{dma_fence_begin_signalling: ~}, {drm_syncobj_wait: {syncobj: "
              "box, flags: [WAIT_FOR_SUBMIT]}}]") ==
        Ends{"misuse wrong-context t"});
}

TEST(syncobj, it_holds_a_reference_to_what_is_in_it) {
  const std::string text = with(
      "threads:\n"
      "  t: [{drm_syncobj_replace_fence: {syncobj: box, fence: f}}, "
      "{dma_fence_put: f}, {drm_syncobj_wait: {syncobj: box, timeout: 0}}, "
      "{drm_syncobj_replace_fence: box}, {dma_fence_is_signaled: f}]\n");
  CHECK(ends(text) == Ends{"misuse use-after-free t"});
}

TEST(syncobj, the_waiter_holds_one_too) {
  const std::string text = with(
      "threads:\n"
      "  t: [{drm_syncobj_wait: {syncobj: box, flags: [WAIT_FOR_SUBMIT]}}]\n"
      "  submit: [{dma_fence_get: f}, {drm_syncobj_replace_fence: {syncobj: "
      "box, fence: f}}, {dma_fence_put: f}, {dma_fence_signal: f}, "
      "{dma_fence_put: f}]\n"
      "  reset: [{drm_syncobj_replace_fence: box}]\n");
  for (const std::string& end : ends(text))
    CHECK(end == "done" || end == "stuck t");
  STRCMP_EQUAL("", broken_independence(text).c_str());
}
