#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include "spec/semantics/fence.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;
using Ends = std::set<std::string>;

namespace {

const char* kObjects =
    "scenario: s\n"
    "objects:\n"
    "  f: dma_fence\n"
    "  g: dma_fence\n"
    "  x: int\n"
    "  polled: {type: dma_fence, signaled_op: x == 1}\n"
    "  both: {type: dma_fence_array, fences: [f, g]}\n"
    "  any: {type: dma_fence_array, fences: [f, g], signal_on_any: true}\n"
    "  ask: {type: dma_fence_array, fences: [polled, g]}\n"
    "  made: dma_fence_array\n"
    "  seen: int\n";

std::string threads(const std::string& text) {
  return kObjects + ("threads:\n" + text);
}

// What one thread with these steps comes to, its interrupts in between.
Ends alone(const std::string& steps) {
  return ends(threads("  t: " + steps + "\n"));
}

}  // namespace

TEST_GROUP(fence_array){};

TEST(fence_array, a_waiter_goes_on_when_all_members_are_signalled) {
  const std::string text = threads(
      "  waiter: [{dma_fence_wait: both}, {assert: signaled(f) && "
      "signaled(g)}]\n"
      "  one: [{dma_fence_signal: f}]\n"
      "  two: [{dma_fence_signal: g}]\n");
  CHECK(ends(text) == Ends{"done x=0 seen=0"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(fence_array, a_member_never_signalled_leaves_the_waiter_alone) {
  const std::string text = threads(
      "  waiter: [{dma_fence_wait: both}]\n"
      "  one: [{dma_fence_signal: f}]\n");
  CHECK(ends(text) == Ends{"stuck waiter x=0 seen=0"});
}

TEST(fence_array, any_member_is_enough_if_asked_for) {
  const std::string text = threads(
      "  waiter: [{dma_fence_wait: any}]\n"
      "  one: [{dma_fence_signal: g}]\n");
  CHECK(ends(text) == Ends{"done x=0 seen=0"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(fence_array, it_signals_later_than_its_last_member) {
  // Enabled, interrupts off: the bit comes with the irq_work, not before.
  const Ends found = alone(
      "[{dma_fence_enable_sw_signaling: both}, {dma_fence_signal: f}, "
      "local_irq_disable, {dma_fence_signal: g}, "
      "{dma_fence_test_signaled_flag: both, into: off}, "
      "local_irq_enable, {assert: off == 0}]");
  CHECK(found == Ends{"done x=0 seen=0"});
}

TEST(fence_array, a_poll_completes_it_before_the_irq_work) {
  const Ends found = alone(
      "[{dma_fence_enable_sw_signaling: both}, {dma_fence_signal: f}, "
      "local_irq_disable, {dma_fence_signal: g}, "
      "{dma_fence_is_signaled: both, into: off}, "
      "local_irq_enable, {assert: off == 1}]");
  CHECK(found == Ends{"done x=0 seen=0"});
}

TEST(fence_array, between_signal_and_irq_work_anybody_may_look) {
  const std::string text = threads(
      "  t:\n"
      "    - dma_fence_enable_sw_signaling: any\n"
      "    - dma_fence_signal: f\n"
      "    - {dma_fence_test_signaled_flag: any, into: now}\n"
      "    - {set: {seen: now}}\n");
  CHECK(ends(text) == (Ends{"done x=0 seen=0", "done x=0 seen=1"}));
}

TEST(fence_array, nobody_asked_so_nobody_signals_it) {
  const Ends found = alone(
      "[{dma_fence_signal: f}, {dma_fence_signal: g}, "
      "{dma_fence_test_signaled_flag: both, into: before}, "
      "{dma_fence_is_signaled: both, into: asked}, "
      "{dma_fence_test_signaled_flag: both, into: after}, "
      "{assert: before == 0 && asked == 1 && after == 1}]");
  CHECK(found == Ends{"done x=0 seen=0"});
}

TEST(fence_array, a_poll_without_enabling_polls_the_members) {
  const Ends found = alone(
      "[{dma_fence_signal: g}, {dma_fence_is_signaled: ask, into: before}, "
      "{set: {x: 1}}, {dma_fence_is_signaled: ask, into: after}, "
      "{assert: before == 0 && after == 1 && signaled(polled)}]");
  CHECK(found == Ends{"done x=1 seen=0"});
}

TEST(fence_array, a_poll_of_an_enabled_one_does_not_poll_the_members) {
  const Ends found = alone(
      "[{dma_fence_signal: g}, {dma_fence_enable_sw_signaling: ask}, "
      "{set: {x: 1}}, {dma_fence_is_signaled: ask, into: now}, "
      "{assert: now == 0 && !signaled(polled)}]");
  CHECK(found == Ends{"done x=1 seen=0"});
}

TEST(fence_array, enabling_one_whose_members_are_done_signals_it_at_once) {
  const Ends found = alone(
      "[{dma_fence_signal: f}, {dma_fence_signal: g}, local_irq_disable, "
      "{dma_fence_enable_sw_signaling: both}, {assert: signaled(both)}, "
      "local_irq_enable]");
  CHECK(found == Ends{"done x=0 seen=0"});
}

TEST(fence_array, enabling_it_enables_the_members) {
  const std::string text = R"(
scenario: s
objects:
  armed: int
  f: {type: dma_fence, enable_signaling: arm}
  g: {type: dma_fence, enable_signaling: refuse}
  both: {type: dma_fence_array, fences: [f, g]}
functions:
  arm: [{set: {armed: 1}}]
  refuse: [{return: 0}]
threads:
  waiter: [{dma_fence_wait: both}]
  irq: {starts: armed == 1, steps: [{dma_fence_signal: f}]}
)";
  CHECK(ends(text) == Ends{"done armed=1"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(fence_array, it_inherits_the_first_error_of_a_member) {
  const std::string text = threads(
      "  t:\n"
      "    - dma_fence_enable_sw_signaling: both\n"
      "    - dma_fence_set_error: {fence: f, error: -EIO}\n"
      "    - dma_fence_set_error: {fence: g, error: -EINVAL}\n"
      "    - dma_fence_signal: f\n"
      "    - dma_fence_signal: g\n"
      "    - dma_fence_wait: both\n"
      "    - {dma_fence_get_status: both, into: s}\n"
      "    - assert: s == -EIO\n");
  CHECK(ends(text) == Ends{"done x=0 seen=0"});
  const Ends good = alone(
      "[{dma_fence_signal: f}, {dma_fence_signal: g}, {dma_fence_wait: both}, "
      "{dma_fence_get_status: both, into: s}, {assert: s == 1}]");
  CHECK(good == Ends{"done x=0 seen=0"});
}

TEST(fence_array, an_error_after_it_signalled_is_not_its_own) {
  const Ends found = alone(
      "[{dma_fence_enable_sw_signaling: any}, {dma_fence_signal: f}, "
      "{dma_fence_wait: any}, {dma_fence_set_error: {fence: g, error: -EIO}}, "
      "{dma_fence_signal: g}, {dma_fence_get_status: any, into: s}, "
      "{assert: s == 1}]");
  CHECK(found == Ends{"done x=0 seen=0"});
}

TEST(fence_array, the_status_is_asked_under_its_own_lock) {
  const Ends found = alone(
      "[{dma_fence_signal: f}, {dma_fence_get_status: both, into: a}, "
      "{dma_fence_signal: g}, {dma_fence_get_status: both, into: b}, "
      "{assert: a == 0 && b == 1 && signaled(both)}]");
  CHECK(found == Ends{"done x=0 seen=0"});
}

TEST(fence_array, callbacks_of_an_array_run_from_its_irq_work) {
  const std::string text = R"(
scenario: s
objects:
  f: dma_fence
  g: dma_fence
  both: {type: dma_fence_array, fences: [f, g]}
  ran: int
functions:
  cb: [{set: {ran: ran + 1}}]
threads:
  t:
    - {dma_fence_add_callback: {fence: both, cb: cb}, into: err}
    - dma_fence_signal: g
    - dma_fence_signal: f
    - dma_fence_wait: both
    - {dma_fence_add_callback: {fence: both, cb: cb}, into: late}
    - assert: err == 0 && late == -ENOENT
)";
  CHECK(ends(text) == Ends{"done ran=1"});
}

TEST(fence_array, a_member_may_stand_in_it_twice) {
  const std::string text = R"(
scenario: s
objects:
  f: dma_fence
  twice: {type: dma_fence_array, fences: [f, f]}
threads:
  waiter: [{dma_fence_wait: twice}]
  gpu: [{dma_fence_signal: f}]
)";
  CHECK(ends(text) == Ends{"done"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(fence_array, a_step_makes_one_of_fences) {
  const std::string text = threads(
      "  maker:\n"
      "    - dma_fence_array_create: {array: made, fences: [f, g]}\n"
      "    - dma_fence_wait: made\n"
      "  gpu: [{dma_fence_signal: f}, {dma_fence_signal: g}]\n");
  CHECK(ends(text) == Ends{"done x=0 seen=0"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(fence_array, one_that_is_not_made_yet_may_not_be_used) {
  CHECK(alone("[{dma_fence_wait: made}]") ==
        Ends{"misuse signal-uninitialized t"});
}

TEST(fence_array, making_it_publishes_it) {
  Drive d(
      threads("  t: [{dma_fence_array_create: {array: made, fences: [f]}}]\n"));
  d.step("t");
  CHECK(d.effect().published == d.object("made"));
}

TEST(fence_array, containers_do_not_go_inside) {
  CHECK(alone("[{dma_fence_array_create: {array: made, fences: [f, any]}}]") ==
        Ends{"misuse nested-container t"});
}

TEST(fence_array, signalling_a_member_under_the_arrays_lock_is_no_recursion) {
  // That is what the irq_work is for.
  const Ends found = alone(
      "[{dma_fence_enable_sw_signaling: any}, {spin_lock_irqsave: any.lock}, "
      "{dma_fence_signal: f}, {spin_unlock_irqrestore: any.lock}, "
      "{dma_fence_wait: any}]");
  CHECK(found == Ends{"done x=0 seen=0"});
}

TEST(fence_array, it_locks_its_members_under_its_own_lock) {
  // The waiter enables the array under its lock and needs the member's; the
  // other has the member's lock and needs the array's.
  const std::string text = threads(
      "  waiter: [{dma_fence_wait: both}]\n"
      "  other:\n"
      "    - spin_lock_irqsave: g.lock\n"
      "    - spin_lock: both.lock\n"
      "    - spin_unlock: both.lock\n"
      "    - spin_unlock_irqrestore: g.lock\n"
      "  gpu: [{dma_fence_signal: f}, {dma_fence_signal: g}]\n");
  CHECK(ends(text).count("stuck waiter other gpu x=0 seen=0") > 0);
}

TEST(fence_array, its_last_reference_releases_the_members) {
  const std::string text = R"(
scenario: s
objects:
  gone: int
  f: {type: dma_fence, release: bye}
  g: dma_fence
  both: {type: dma_fence_array, fences: [f, g]}
functions:
  bye: [{set: {gone: gone + 1}}]
threads:
  t:
    - dma_fence_signal: f
    - dma_fence_put: f
    - {read: gone, into: before}
    - dma_fence_put: both
    - {read: gone, into: after}
    - assert: before == 0 && after == 1
)";
  CHECK(ends(text) == Ends{"done gone=1"});
}

TEST(fence_array, its_callbacks_hold_references_to_it) {
  const std::string text = R"(
scenario: s
objects:
  f: dma_fence
  g: dma_fence
  both: {type: dma_fence_array, fences: [f, g]}
threads:
  user: [{dma_fence_enable_sw_signaling: both}, {dma_fence_put: both}]
  gpu: [{dma_fence_signal: f}, {dma_fence_signal: g}]
)";
  CHECK(ends(text) == Ends{"done"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(fence_array, the_last_member_of_any_may_release_it) {
  const std::string text = R"(
scenario: s
objects:
  gone: int
  f: dma_fence
  g: {type: dma_fence, release: bye}
  any: {type: dma_fence_array, fences: [f, g], signal_on_any: true}
functions:
  bye: [{set: {gone: 1}}]
threads:
  user:
    - dma_fence_enable_sw_signaling: any
    - dma_fence_put: any
    - dma_fence_signal: f
  gpu: [{dma_fence_signal: g}, {dma_fence_put: g}]
)";
  CHECK(ends(text) == Ends{"done gone=1"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(fence_array, waiting_for_any_of_several_takes_arrays_too) {
  const std::string text = threads(
      "  waiter: [{dma_fence_wait_any: [both, any]}, "
      "{assert: signaled(any)}]\n"
      "  gpu: [{dma_fence_signal: f}]\n");
  CHECK(ends(text) == Ends{"done x=0 seen=0"});
}

TEST(fence_array, a_timed_wait_and_a_poll_by_wait) {
  const Ends found = alone(
      "[{dma_fence_wait_timeout: {fence: both, timeout: 0}, into: a}, "
      "{dma_fence_signal: f}, {dma_fence_signal: g}, "
      "{dma_fence_wait_any_timeout: {fences: [both], timeout: 0}, into: b}, "
      "{assert: a == 0 && b == 1}]");
  CHECK(found == Ends{"done x=0 seen=0"});
}
