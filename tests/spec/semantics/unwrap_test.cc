#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::ends;
using Ends = std::set<std::string>;

namespace {

std::string with(const std::string& rest) {
  return "scenario: s\n"
         "objects:\n"
         "  f: {type: dma_fence, timeline: ring, seqno: 1}\n"
         "  f2: {type: dma_fence, timeline: ring, seqno: 2}\n"
         "  g: dma_fence\n"
         "  both: {type: dma_fence_array, fences: [f, g]}\n"
         "  node: {type: dma_fence_chain, fence: f2, prev: f, seqno: 1}\n"
         "  m: dma_fence_array\n"
         "  a: sync_file\n"
         "  b: sync_file\n"
         "  c: sync_file\n" +
         rest;
}

Ends alone(const std::string& steps) {
  return ends(with("threads:\n  t: " + steps + "\n"));
}

}  // namespace

TEST_GROUP(unwrap){};

TEST(unwrap, a_merge_waits_for_all_that_is_inside) {
  const std::string text = with(
      "threads:\n"
      "  t: [{dma_fence_unwrap_merge: {array: m, fences: [both]}}, "
      "{dma_fence_wait: m}, {assert: signaled(f) && signaled(g)}]\n"
      "  gpu: [{dma_fence_signal: g}, {dma_fence_signal: f}]\n");
  CHECK(ends(text) == Ends{"done"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(unwrap, only_the_latest_of_a_timeline_is_kept) {
  const Ends found = alone(
      "[{dma_fence_unwrap_merge: {array: m, fences: [node, g]}}, "
      "{dma_fence_signal: f2}, {dma_fence_signal: g}, {dma_fence_wait: m}, "
      "{assert: \"!signaled(f)\"}]");
  CHECK(found == Ends{"done"});
}

TEST(unwrap, of_one_fence_the_name_stands_for_that_fence) {
  const Ends found = alone(
      "[{dma_fence_signal: g}, "
      "{dma_fence_unwrap_merge: {array: m, fences: [both]}}, "
      "{dma_fence_signal: m}, {assert: signaled(f) && signaled(m)}]");
  CHECK(found == Ends{"done"});
}

TEST(unwrap, of_signalled_fences_the_result_is_signalled) {
  const Ends found = alone(
      "[{dma_fence_signal: g}, {dma_fence_signal: f}, "
      "{dma_fence_unwrap_merge: {array: m, fences: [both]}}, "
      "{dma_fence_is_signaled: m, into: now}, {assert: now == 1}]");
  CHECK(found == Ends{"done"});
}

TEST(unwrap, a_fence_may_be_signalled_while_it_is_merged) {
  const std::string text = with(
      "threads:\n"
      "  t: [{dma_fence_unwrap_merge: {array: m, fences: [f, g]}}, "
      "{dma_fence_wait: m}]\n"
      "  gpu: [{dma_fence_signal: g}, {dma_fence_signal: f}]\n");
  CHECK(ends(text) == Ends{"done"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(unwrap, a_file_stands_for_the_fence_in_it) {
  const std::string text = with(
      "threads:\n"
      "  t: [{sync_file_create: {file: a, fence: f}}, {sync_file_get_fence: "
      "a}, "
      "{dma_fence_wait: a}, {dma_fence_put: a}, {dma_fence_put: a}]\n"
      "  gpu: [{dma_fence_signal: f}, {dma_fence_put: f}]\n");
  CHECK(ends(text) == Ends{"done"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(unwrap, a_file_without_a_fence_may_not_be_used) {
  CHECK(alone("[{dma_fence_wait: a}]") ==
        Ends{"misuse signal-uninitialized t"});
}

TEST(unwrap, two_files_are_merged_into_a_third) {
  const std::string text = with(
      "threads:\n"
      "  t: [{sync_file_create: {file: a, fence: f}}, "
      "{sync_file_create: {file: b, fence: g}}, "
      "{sync_file_merge: {file: c, a: a, b: b}}, {dma_fence_wait: c}, "
      "{assert: signaled(f) && signaled(g)}]\n"
      "  gpu: [{dma_fence_signal: g}, {dma_fence_signal: f}]\n");
  CHECK(ends(text) == Ends{"done"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(unwrap, waiting_for_any_takes_files_too) {
  const std::string text = with(
      "threads:\n"
      "  t: [{sync_file_create: {file: a, fence: f}}, "
      "{dma_fence_wait_any: [a, g]}, {assert: signaled(g)}]\n"
      "  gpu: [{dma_fence_signal: g}]\n");
  CHECK(ends(text) == Ends{"done"});
}

TEST(unwrap, the_fence_in_a_file_takes_callbacks_by_the_name_of_the_file) {
  const std::string head =
      with("functions:\n  cb: [nop]\n") + "threads:\n  t: ";
  const std::string file = "[{sync_file_create: {file: a, fence: f}}, ";
  const std::string add =
      "{dma_fence_add_callback: {fence: a, cb: cb}, into: r}, "
      "{assert: r == 0}, ";
  CHECK(ends(head + file + add + "{dma_fence_signal: f}]\n") == Ends{"done"});
  CHECK(ends(head + file + add +
             "{dma_fence_remove_callback: {fence: a, cb: cb}, into: r}, "
             "{assert: r == 1}]\n") == Ends{"done"});
}

TEST(unwrap, an_array_may_be_made_of_a_file) {
  const Ends found = alone(
      "[{sync_file_create: {file: a, fence: f}}, "
      "{dma_fence_array_create: {array: m, fences: [a]}}, "
      "{dma_fence_enable_sw_signaling: m}, {dma_fence_signal: f}, "
      "{dma_fence_wait: m}]");
  CHECK(found == Ends{"done"});
}
