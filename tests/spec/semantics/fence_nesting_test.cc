// What callbacks and enable_signaling may and may not do to their own fence and
// to others, of which they hold one's lock.
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::ends;
using Ends = std::set<std::string>;

namespace {

std::string with(const std::string& functions, const std::string& threads) {
  return "scenario: s\n"
         "objects:\n"
         "  l: spinlock_t\n"
         "  ran: int\n"
         "  f: dma_fence\n"
         "  g: dma_fence\n"
         "  a: {type: dma_fence, lock: l}\n"
         "  b: {type: dma_fence, lock: l}\n"
         "  failed: {type: dma_fence, enable_signaling: fails}\n"
         "  own: {type: dma_fence, enable_signaling: signals_itself}\n"
         "  kept: {type: dma_fence, release: takes_l}\n"
         "  both: {type: dma_fence_array, fences: [f, g]}\n"
         "functions:\n"
         "  fails: [{dma_fence_set_error: {fence: failed, error: -EIO}}, "
         "{return: 0}]\n"
         "  signals_itself: [{dma_fence_signal: own}]\n"
         "  takes_l: [{spin_lock_irqsave: l}, {spin_unlock_irqrestore: l}]\n"
         "  count: [{set: {ran: ran + 1}}]\n" +
         functions + "threads:\n" + threads;
}

// One callback with `fence` that does `steps`; then the fence is signalled.
std::string callback(const std::string& fence, const std::string& steps) {
  return with("  cb: " + steps + "\n",
              "  t: [{dma_fence_add_callback: {fence: " + fence +
                  ", cb: cb}}, {dma_fence_signal: " + fence + "}]\n");
}

bool ends_in(const std::string& text, const std::string& how) {
  const Ends found = ends(text);
  return found.size() == 1 && found.begin()->starts_with(how);
}

}  // namespace

TEST_GROUP(fence_nesting){};

TEST(fence_nesting, enabling_that_fails_sets_the_error_and_signals) {
  const std::string text =
      with("",
           "  t: [{dma_fence_wait: failed}, "
           "{dma_fence_get_status: failed, into: s}, {assert: s == -EIO}]\n");
  CHECK(ends(text) == Ends{"done ran=0"});
}

TEST(fence_nesting, a_callback_that_made_enabling_fail_is_not_run) {
  const std::string text = with(
      "",
      "  t: [{dma_fence_add_callback: {fence: failed, cb: count}, into: r}, "
      "{assert: r == -ENOENT}]\n");
  CHECK(ends(text) == Ends{"done ran=0"});
}

TEST(fence_nesting, of_two_who_ask_one_meets_the_failure_and_both_are_told) {
  const std::string text = with(
      "",
      "  t: [{dma_fence_wait: failed}]\n"
      "  u: [{dma_fence_add_callback: {fence: failed, cb: count}, into: r}, "
      "{assert: r == -ENOENT}]\n");
  CHECK(ends(text) == Ends{"done ran=0"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(fence_nesting, enabling_that_signals_its_own_fence_locks_twice) {
  CHECK(ends_in(with("", "  t: [{dma_fence_wait: own}]\n"),
                "misuse recursive-lock t"));
}

TEST(fence_nesting, a_callback_may_signal_a_fence_with_another_lock) {
  CHECK(ends_in(callback("f",
                         "[{dma_fence_signal: g}, "
                         "{assert: signaled(g)}]"),
                "done"));
}

TEST(fence_nesting, a_callback_must_not_signal_a_fence_with_the_same_lock) {
  CHECK(ends_in(callback("a", "[{dma_fence_signal: b}]"),
                "misuse recursive-lock t"));
}

TEST(fence_nesting, signalling_with_the_lock_that_is_held_is_possible) {
  CHECK(ends_in(callback("a", "[{dma_fence_signal_locked: b}]"), "done"));
}

TEST(fence_nesting, its_own_fence_cannot_even_be_signalled_in_vain) {
  // The lock comes before the look at the bit.
  CHECK(ends_in(callback("f", "[{dma_fence_signal: f}]"),
                "misuse recursive-lock t"));
}

TEST(fence_nesting, two_that_signal_each_other_lock_twice) {
  const std::string text = with(
      "  to_g: [{dma_fence_signal: g}]\n"
      "  to_f: [{dma_fence_signal: f}]\n",
      "  t: [{dma_fence_add_callback: {fence: f, cb: to_g}}, "
      "{dma_fence_add_callback: {fence: g, cb: to_f}}, "
      "{dma_fence_signal: f}]\n");
  CHECK(ends_in(text, "misuse recursive-lock t"));
}

TEST(fence_nesting, two_that_signal_each_other_from_two_sides_deadlock) {
  const std::string text = with(
      "  to_g: [{dma_fence_signal: g}]\n"
      "  to_f: [{dma_fence_signal: f}]\n",
      "  t: [{dma_fence_add_callback: {fence: f, cb: to_g}}, "
      "{dma_fence_signal: f}]\n"
      "  u: [{dma_fence_add_callback: {fence: g, cb: to_f}}, "
      "{dma_fence_signal: g}]\n");
  bool stuck = false;
  for (const std::string& end : ends(text)) stuck |= end == "stuck t u ran=0";
  CHECK(stuck);
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(fence_nesting, adding_another_to_its_own_fence_is_refused_without_lock) {
  CHECK(ends_in(callback("f",
                         "[{dma_fence_add_callback: {fence: f, cb: "
                         "count}, into: r}, {assert: r == -ENOENT}]"),
                "done"));
}

TEST(fence_nesting, removing_one_from_its_own_fence_locks_twice) {
  CHECK(ends_in(callback("f",
                         "[{dma_fence_remove_callback: {fence: f, cb: "
                         "count}}]"),
                "misuse recursive-lock t"));
}

TEST(fence_nesting, removing_one_from_another_fence_is_fine) {
  const std::string text = with(
      "  cb: [{dma_fence_remove_callback: {fence: g, cb: count}, into: r},"
      " {assert: r == 1}]\n",
      "  t: [{dma_fence_add_callback: {fence: g, cb: count}}, "
      "{dma_fence_add_callback: {fence: f, cb: cb}}, "
      "{dma_fence_signal: f}, {dma_fence_signal: g}]\n");
  CHECK(ends(text) == Ends{"done ran=0"});
}

TEST(fence_nesting, asking_its_own_fence_for_the_status_locks_twice) {
  CHECK(ends_in(callback("f", "[{dma_fence_get_status: f}]"),
                "misuse recursive-lock t"));
}

TEST(fence_nesting, waiting_in_a_callback_sleeps_in_atomic_context) {
  CHECK(ends_in(callback("f", "[{dma_fence_wait: g}]"),
                "misuse sleep-in-atomic t"));
}

TEST(fence_nesting, one_that_drops_the_last_reference_of_another_ends_that) {
  const std::string text =
      with("  cb: [{dma_fence_put: g}]\n",
           "  t: [{dma_fence_add_callback: {fence: f, cb: cb}}, "
           "{dma_fence_signal: f}, {dma_fence_is_signaled: g}]\n");
  // The array holds another reference to g.
  CHECK(ends_in(text, "done"));
  const std::string last =
      with("  cb: [{dma_fence_put: b}]\n",
           "  t: [{dma_fence_add_callback: {fence: f, cb: cb}}, "
           "{dma_fence_signal: f}, {dma_fence_is_signaled: b}]\n");
  CHECK(ends_in(last, "misuse use-after-free t"));
}

TEST(fence_nesting, callbacks_of_a_fence_dropped_there_run_there) {
  const std::string text =
      with("  cb: [{dma_fence_put: kept}]\n",
           "  t: [{dma_fence_add_callback: {fence: kept, cb: count}}, "
           "{dma_fence_add_callback: {fence: f, cb: cb}}, "
           "{dma_fence_signal: f}, {assert: ran == 1}]\n");
  CHECK(ends(text) == Ends{"done ran=1"});
}

TEST(fence_nesting, a_release_function_that_takes_the_lock_of_the_signaller) {
  CHECK(ends_in(callback("a", "[{dma_fence_put: kept}]"),
                "misuse recursive-lock t"));
}

TEST(fence_nesting,
     signalling_a_container_in_a_members_callback_inverts_locks) {
  // Enabling takes the array's lock and then the member's.
  const std::string text =
      with("  cb: [{dma_fence_signal: both}]\n",
           "  t: [{dma_fence_add_callback: {fence: f, cb: cb}}, "
           "{dma_fence_signal: f}]\n"
           "  u: [{dma_fence_enable_sw_signaling: both}]\n");
  bool stuck = false;
  for (const std::string& end : ends(text)) stuck |= end == "stuck t u ran=0";
  CHECK(stuck);
  STRCMP_EQUAL("", broken_independence(text).c_str());
}
