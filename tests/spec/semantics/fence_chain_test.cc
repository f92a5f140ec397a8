#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::ends;
using Ends = std::set<std::string>;

namespace {

const std::string kObjects =
    "scenario: s\n"
    "objects:\n"
    "  f: dma_fence\n"
    "  g: dma_fence\n"
    "  x: int\n"
    "  polled: {type: dma_fence, signaled_op: x == 1}\n"
    "  one: {type: dma_fence_chain, fence: f, seqno: 1}\n"
    "  two: {type: dma_fence_chain, fence: g, prev: one, seqno: 2}\n"
    "  made: dma_fence_chain\n";

std::string threads(const std::string& text) {
  return kObjects + ("threads:\n" + text);
}

Ends alone(const std::string& steps) {
  return ends(threads("  t: " + steps + "\n"));
}

}  // namespace

TEST_GROUP(fence_chain){};

TEST(fence_chain, a_node_signals_when_its_fence_and_those_before_have) {
  const std::string text = threads(
      "  waiter: [{dma_fence_wait: two}, {assert: signaled(f) && "
      "signaled(g)}]\n"
      "  a: [{dma_fence_signal: f}]\n"
      "  b: [{dma_fence_signal: g}]\n");
  CHECK(ends(text) == Ends{"done x=0"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(fence_chain, a_node_behind_is_not_waited_for) {
  const Ends found = alone(
      "[{dma_fence_signal: f}, {dma_fence_wait: one}, "
      "{assert: \"!signaled(g)\"}]");
  CHECK(found == Ends{"done x=0"});
}

TEST(fence_chain, a_fence_before_that_is_never_signalled_leaves_all_waiting) {
  const Ends found = alone("[{dma_fence_signal: g}, {dma_fence_wait: two}]");
  CHECK(found == Ends{"stuck t x=0"});
}

TEST(fence_chain, it_signals_in_an_irq_work_of_its_own) {
  const Ends found = alone(
      "[{dma_fence_enable_sw_signaling: one}, local_irq_disable, "
      "{dma_fence_signal: f}, {dma_fence_test_signaled_flag: one, into: off}, "
      "local_irq_enable, {assert: off == 0}]");
  CHECK(found == Ends{"done x=0"});
}

TEST(fence_chain, one_callback_at_a_time_the_newest_unsignalled_first) {
  // With interrupts off the callback of g cannot be passed on to f.
  const Ends found = alone(
      "[{dma_fence_enable_sw_signaling: two}, local_irq_disable, "
      "{dma_fence_signal: g}, {dma_fence_signal: f}, "
      "{dma_fence_test_signaled_flag: two, into: now}, local_irq_enable, "
      "{assert: now == 0}, {dma_fence_wait: two}]");
  CHECK(found == Ends{"done x=0"});
}

TEST(fence_chain, a_poll_completes_it_before_the_irq_work) {
  const Ends found = alone(
      "[{dma_fence_enable_sw_signaling: two}, local_irq_disable, "
      "{dma_fence_signal: f}, {dma_fence_signal: g}, "
      "{dma_fence_is_signaled: two, into: now}, local_irq_enable, "
      "{assert: now == 1 && signaled(two)}]");
  CHECK(found == Ends{"done x=0"});
}

TEST(fence_chain, a_poll_looks_at_every_node) {
  const Ends found = alone(
      "[{dma_fence_signal: g}, {dma_fence_is_signaled: two, into: a}, "
      "{dma_fence_signal: f}, {dma_fence_is_signaled: two, into: b}, "
      "{assert: a == 0 && b == 1}]");
  CHECK(found == Ends{"done x=0"});
}

TEST(fence_chain, walking_polls_the_fences_before) {
  const Ends found = ends(
      "scenario: s\n"
      "objects:\n"
      "  x: int\n"
      "  f: {type: dma_fence, signaled_op: x == 1}\n"
      "  g: dma_fence\n"
      "  one: {type: dma_fence_chain, fence: f, seqno: 1}\n"
      "  two: {type: dma_fence_chain, fence: g, prev: one, seqno: 2}\n"
      "threads:\n"
      "  t: [{dma_fence_signal: g}, {set: {x: 1}}, "
      "{dma_fence_is_signaled: two, into: all}, "
      "{assert: all == 1 && signaled(f) && !signaled(one)}]\n");
  CHECK(found == Ends{"done x=1"});
}

TEST(fence_chain, a_step_makes_a_node) {
  const std::string text = threads(
      "  maker:\n"
      "    - dma_fence_chain_init: {chain: made, prev: two, fence: polled, "
      "seqno: 3}\n"
      "    - dma_fence_wait: made\n"
      "  gpu: [{dma_fence_signal: g}, {dma_fence_signal: f}, "
      "{dma_fence_signal: polled}]\n");
  CHECK(ends(text) == Ends{"done x=0"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(fence_chain, a_chain_as_the_fence_of_a_node_is_a_misuse) {
  CHECK(
      alone("[{dma_fence_chain_init: {chain: made, fence: one, seqno: 3}}]") ==
      Ends{"misuse nested-container t"});
}

TEST(fence_chain, a_node_behind_itself_has_no_end) {
  CHECK(alone("[{dma_fence_chain_init: {chain: one, prev: one, fence: g, "
              "seqno: 2}}]") == Ends{"misuse nested-container t"});
}

TEST(fence_chain, an_array_may_be_the_fence_of_a_node) {
  const std::string text =
      "scenario: s\n"
      "objects:\n"
      "  f: dma_fence\n"
      "  g: dma_fence\n"
      "  both: {type: dma_fence_array, fences: [f, g]}\n"
      "  one: {type: dma_fence_chain, fence: both, seqno: 1}\n"
      "threads:\n"
      "  waiter: [{dma_fence_wait: one}, {assert: signaled(both)}]\n"
      "  gpu: [{dma_fence_signal: f}, {dma_fence_signal: g}]\n";
  CHECK(ends(text) == Ends{"done"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(fence_chain, a_plain_fence_may_stand_before_the_first_node) {
  const std::string text =
      "scenario: s\n"
      "objects:\n"
      "  f: dma_fence\n"
      "  g: dma_fence\n"
      "  one: {type: dma_fence_chain, fence: g, prev: f, seqno: 1}\n"
      "threads:\n"
      "  waiter: [{dma_fence_wait: one}, {assert: signaled(f)}]\n"
      "  gpu: [{dma_fence_signal: g}, {dma_fence_signal: f}]\n";
  CHECK(ends(text) == Ends{"done"});
}

TEST(fence_chain, enabling_a_node_enables_one_fence_after_the_other) {
  const std::string text = R"(
scenario: s
objects:
  armed: int
  f: {type: dma_fence, enable_signaling: arm}
  g: dma_fence
  one: {type: dma_fence_chain, fence: f, seqno: 1}
  two: {type: dma_fence_chain, fence: g, prev: one, seqno: 2}
functions:
  arm: [{set: {armed: 1}}]
threads:
  t:
    - dma_fence_enable_sw_signaling: two
    - {read: armed, into: before}
    - dma_fence_signal: g
    - {assert: before == 0}
    - dma_fence_wait: two
  irq: {starts: armed == 1, steps: [{dma_fence_signal: f}]}
)";
  CHECK(ends(text) == Ends{"done armed=1"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(fence_chain, a_point_is_found_once_it_is_there) {
  const Ends found = alone(
      "[{dma_fence_chain_find_seqno: {chain: two, seqno: 0}, into: a}, "
      "{dma_fence_chain_find_seqno: {chain: two, seqno: 1}, into: b}, "
      "{dma_fence_chain_find_seqno: {chain: two, seqno: 3}, into: c}, "
      "{dma_fence_chain_find_seqno: {chain: f, seqno: 1}, into: d}, "
      "{assert: a == 0 && b == 0 && c == -EINVAL && d == -EINVAL}]");
  CHECK(found == Ends{"done x=0"});
}

TEST(fence_chain,
     a_point_out_of_order_begins_a_timeline_with_the_later_number) {
  const Ends found = alone(
      "[{dma_fence_chain_init: {chain: made, prev: two, fence: polled, "
      "seqno: 1}}, "
      "{dma_fence_chain_find_seqno: {chain: made, seqno: 2}, into: a}, "
      "{assert: a == 0}]");
  CHECK(found == Ends{"done x=0"});
}

TEST(fence_chain, who_walks_lets_go_of_nodes_that_are_done) {
  const std::string text = R"(
scenario: s
objects:
  gone: int
  f: {type: dma_fence, release: bye}
  g: dma_fence
  one: {type: dma_fence_chain, fence: f, seqno: 1}
  two: {type: dma_fence_chain, fence: g, prev: one, seqno: 2}
functions:
  bye: [{set: {gone: 1}}]
threads:
  t:
    - dma_fence_signal: f
    - dma_fence_put: f
    - dma_fence_put: one
    - {assert: gone == 0}
    - {dma_fence_is_signaled: two, into: before}
    - {dma_fence_chain_find_seqno: {chain: two, seqno: 1}, into: found}
    - {assert: gone == 1 && before == 0 && found == 0}
)";
  CHECK(ends(text) == Ends{"done gone=1"});
}

TEST(fence_chain, its_last_reference_releases_the_nodes_before) {
  const std::string text = R"(
scenario: s
objects:
  gone: int
  f: {type: dma_fence, release: bye}
  g: {type: dma_fence, release: bye}
  one: {type: dma_fence_chain, fence: f, seqno: 1}
  two: {type: dma_fence_chain, fence: g, prev: one, seqno: 2}
functions:
  bye: [{set: {gone: gone + 1}}]
threads:
  t:
    - dma_fence_put: f
    - dma_fence_put: g
    - dma_fence_put: one
    - {read: gone, into: before}
    - dma_fence_put: two
    - {assert: before == 0 && gone == 2}
)";
  CHECK(ends(text) == Ends{"done gone=2"});
}

TEST(fence_chain, its_callback_holds_references_to_node_and_fence) {
  const std::string text = R"(
scenario: s
objects:
  gone: int
  f: {type: dma_fence, release: bye}
  g: dma_fence
  one: {type: dma_fence_chain, fence: f, seqno: 1}
  two: {type: dma_fence_chain, fence: g, prev: one, seqno: 2}
functions:
  bye: [{set: {gone: 1}}]
threads:
  user:
    - dma_fence_put: one
    - dma_fence_enable_sw_signaling: two
    - dma_fence_put: two
  gpu: [{dma_fence_signal: g}, {dma_fence_signal: f}, {dma_fence_put: f}]
)";
  CHECK(ends(text) == Ends{"done gone=1"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(fence_chain, a_node_that_another_stands_on_is_not_made_anew) {
  const Ends found = alone(
      "[{dma_fence_chain_init: {chain: one, prev: two, fence: polled, "
      "seqno: 3}}, {assert: x == 1}]");
  CHECK(found == Ends{"limited"});
}

TEST(fence_chain, two_may_walk_at_once) {
  const std::string text = threads(
      "  a: [{dma_fence_is_signaled: two}]\n"
      "  b: [{dma_fence_is_signaled: two}, {dma_fence_put: two}]\n"
      "  gpu: [{dma_fence_signal: f}, {dma_fence_signal: g}, "
      "{dma_fence_put: one}]\n");
  // Polling takes no reference of its own: the caller must have one.
  for (const std::string& end : ends(text))
    CHECK(end == "done x=0" || end.starts_with("misuse use-after-free"));
  STRCMP_EQUAL("", broken_independence(text).c_str());
}
