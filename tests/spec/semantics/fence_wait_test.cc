#include "tests/support/drive.h"
#include "tests/support/ends.h"

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
    "  ready: {type: dma_fence, signaled: true}\n"
    "  x: int\n"
    "  r: int\n"
    "  m: mutex\n"
    "  wq: wait_queue_head\n"
    "functions:\n"
    "  cb: [{set: {x: 1}}]\n"
    "  wake: [{wake_up: wq}]\n"
    "threads:\n";

std::string text(const std::string& threads) { return kObjects + threads; }

Ends of(const std::string& threads) {
  STRCMP_EQUAL("", broken_independence(text(threads)).c_str());
  return ends(text(threads));
}

std::string alone(const std::string& steps) {
  Drive d(text("  t: " + steps + "\n"));
  return d.run("t");
}

}  // namespace

TEST_GROUP(fence_wait){};

TEST(fence_wait, it_sleeps_until_the_signal) {
  Drive d(text("  t: [{dma_fence_wait: f}]\n  gpu: [{dma_fence_signal: f}]\n"));
  STRCMP_EQUAL("blocked", d.step("t").c_str());
  CHECK(d.effect().want.kind == picket::Want::Kind::signal);
  CHECK(d.effect().want.object == d.object("f"));
  CHECK(!d.effect().want.bounded);
  d.step("gpu");
  STRCMP_EQUAL("finished", d.run("t").c_str());
}

TEST(fence_wait, it_ends_only_after_the_callbacks) {
  CHECK(of("  t: [{dma_fence_add_callback: {fence: f, cb: cb}, into: e}, "
           "{dma_fence_wait: f}, {assert: e != 0 || x == 1}]\n"
           "  gpu: [{dma_fence_signal: f}]\n") ==
        (Ends{"done x=0 r=0", "done x=1 r=0"}));
}

TEST(fence_wait, it_must_not_be_called_in_atomic_context) {
  for (const char* off : {"spin_lock: f.lock", "preempt_disable: ~",
                          "local_irq_disable: ~", "local_bh_disable: ~"})
    STRCMP_EQUAL(
        "misuse sleep-in-atomic",
        alone("[{" + std::string(off) + "}, {dma_fence_wait: ready}]").c_str());
}

TEST(fence_wait, a_time_out_and_a_success_are_both_possible) {
  CHECK(of("  t: [{dma_fence_wait_timeout: {fence: f, timeout: 7}, into: l}, "
           "{set: {r: l}}]\n"
           "  gpu: [{dma_fence_signal: f}]\n") ==
        (Ends{"done x=0 r=0", "done x=0 r=7"}));
}

TEST(fence_wait, a_time_out_of_unstated_length_is_one_all_the_same) {
  CHECK(of("  t: [{dma_fence_wait_timeout: f, into: l}, {set: {r: l}}]\n"
           "  gpu: [{dma_fence_signal: f}]\n") ==
        (Ends{"done x=0 r=0", "done x=0 r=1"}));
}

TEST(fence_wait, a_timed_wait_is_bounded) {
  Drive d(text("  t: [{dma_fence_wait_timeout: {fence: f, timeout: 7}}]\n"));
  STRCMP_EQUAL("blocked", d.step("t").c_str());
  CHECK(d.effect().want.bounded);
  CHECK_EQUAL(2, d.effect().alternatives);
}

TEST(fence_wait, a_fence_signalled_before_does_not_time_out) {
  CHECK(of("  t: [{dma_fence_wait_timeout: {fence: ready, timeout: 7}, "
           "into: l}, {set: {r: l}}]\n") == Ends{"done x=0 r=7"});
}

TEST(fence_wait, with_time_out_zero_it_looks_once) {
  CHECK(of("  t: [{dma_fence_wait_timeout: {fence: f, timeout: 0}, into: l}, "
           "{set: {r: l}}]\n") == Ends{"done x=0 r=0"});
  CHECK(of("  t: [{dma_fence_wait_timeout: {fence: ready, timeout: 0}, "
           "into: l}, {set: {r: l}}]\n") == Ends{"done x=0 r=1"});
}

TEST(fence_wait, a_signal_interrupts_only_an_interruptible_wait) {
  CHECK(of("  t: [{dma_fence_wait: {fence: f, intr: true}, into: l}, "
           "{set: {r: l}}]\n"
           "  u: [{signal_pending: t}]\n") == Ends{"done x=0 r=-512"});
  CHECK(of("  t: [{dma_fence_wait: f, into: l}, {set: {r: l}}]\n"
           "  u: [{signal_pending: t}]\n") == Ends{"stuck t x=0 r=0"});
}

TEST(fence_wait, a_fence_signalled_before_the_call_wins_over_a_signal) {
  STRCMP_EQUAL("finished",
               alone("[{signal_pending: t}, "
                     "{dma_fence_wait: {fence: ready, intr: true}, into: l}, "
                     "{assert: l == 0}, "
                     "{dma_fence_wait: {fence: f, intr: true}, into: l}, "
                     "{assert: l == -ERESTARTSYS}]")
                   .c_str());
}

TEST(fence_wait, a_signal_during_the_sleep_wins_over_the_fence) {
  Drive d(
      text("  t: [{dma_fence_wait: {fence: f, intr: true}}]\n"
           "  u: [{dma_fence_signal: f}, {signal_pending: t}]\n"));
  STRCMP_EQUAL("stepped", d.step("t").c_str());
  STRCMP_EQUAL("blocked", d.step("t").c_str());
  d.run("u");
  STRCMP_EQUAL("blocked", d.step("t", 0).c_str());
  STRCMP_EQUAL("blocked", d.step("t", 1).c_str());
  STRCMP_EQUAL("= -512", d.step("t", 2).c_str());
}

TEST(fence_wait, a_time_out_may_have_to_wait_for_the_lock) {
  Drive d(
      text("  t: [{dma_fence_wait_timeout: {fence: f, timeout: 7}}]\n"
           "  u: [{spin_lock: f.lock}, {spin_unlock: f.lock}]\n"));
  d.step("u");
  STRCMP_EQUAL("blocked", d.step("t", 1).c_str());
  CHECK(d.effect().want.kind == picket::Want::Kind::lock);
  CHECK(!d.effect().want.bounded);
}

TEST(fence_wait, a_wait_for_any_ends_with_the_first) {
  CHECK(of("  t: [{dma_fence_wait_any: [f, g]}, {set: {r: 1}}]\n"
           "  gpu: [{dma_fence_signal: g}]\n") == Ends{"done x=0 r=1"});
  CHECK(of("  t: [{dma_fence_wait_any: [f, g]}]\n") == Ends{"stuck t x=0 r=0"});
}

TEST(fence_wait, a_wait_for_any_wants_one_of_its_list) {
  Drive d(text("  t: [{dma_fence_wait_any: [f, g]}]\n"));
  STRCMP_EQUAL("blocked", d.step("t").c_str());
  CHECK(d.effect().want.kind == picket::Want::Kind::signal);
  CHECK(d.effect().want.list >= 0);
}

TEST(fence_wait, a_wait_for_any_can_time_out) {
  CHECK(of("  t: [{dma_fence_wait_any_timeout: {fences: [f, g], timeout: 5}, "
           "into: l}, {set: {r: l}}]\n"
           "  gpu: [{dma_fence_signal: f}]\n") ==
        (Ends{"done x=0 r=0", "done x=0 r=5"}));
  CHECK(of("  t: [{dma_fence_wait_any_timeout: {fences: [f, ready], "
           "timeout: 0}, into: l}, {set: {r: l}}]\n") == Ends{"done x=0 r=1"});
}

TEST(fence_wait, a_wait_for_any_allocates_unless_it_only_polls) {
  STRCMP_EQUAL(
      "misuse sleep-in-atomic",
      alone("[preempt_disable, {dma_fence_wait_any: [ready]}]").c_str());
  STRCMP_EQUAL("finished",
               alone("[preempt_disable, {dma_fence_wait_any_timeout: {fences: "
                     "[f], timeout: 0}}, preempt_enable]")
                   .c_str());
}

TEST(fence_wait, reclaim_may_run_when_a_wait_for_any_allocates) {
  const char* reclaims = R"(
scenario: s
objects: {f: dma_fence, m: mutex}
functions:
  shrink: [{mutex_lock: m}, {mutex_unlock: m}]
reclaim: [shrink]
threads:
  t: [{mutex_lock: m}, {dma_fence_wait_any: [f]}, {mutex_unlock: m}]
  gpu: [{dma_fence_signal: f}]
)";
  CHECK(ends(reclaims) == (Ends{"done", "misuse recursive-lock t"}));
  STRCMP_EQUAL("", broken_independence(reclaims).c_str());
}
