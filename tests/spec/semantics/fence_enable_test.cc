#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::ends;
using Ends = std::set<std::string>;

namespace {

// enable_signaling does `enable`; thread t does `steps`.
Ends enabling(const std::string& enable, const std::string& steps,
              const std::string& more = "") {
  const std::string text =
      "scenario: s\n"
      "objects:\n"
      "  f: {type: dma_fence, enable_signaling: arm}\n"
      "  calls: int\n"
      "  m: mutex\n"
      "functions:\n"
      "  arm: " +
      enable +
      "\n  cb: [nop]\n"
      "threads:\n  t: " +
      steps + "\n" + more;
  STRCMP_EQUAL("", broken_independence(text).c_str());
  return ends(text);
}

const char* kCount = "[{set: {calls: calls + 1}}]";

}  // namespace

TEST_GROUP(fence_enable){};

TEST(fence_enable, waits_and_callbacks_enable_once) {
  CHECK(enabling(kCount,
                 "[{dma_fence_enable_sw_signaling: f}, "
                 "{dma_fence_add_callback: {fence: f, cb: cb}}, "
                 "{dma_fence_wait: f}]",
                 "  u: [{dma_fence_wait: f}]\n"
                 "  gpu: {starts: calls == 1, steps: "
                 "[{dma_fence_signal: f}]}\n") == Ends{"done calls=1"});
}

TEST(fence_enable, a_signalled_fence_is_not_enabled) {
  CHECK(enabling(kCount,
                 "[{dma_fence_signal: f}, {dma_fence_wait: f}, "
                 "{dma_fence_enable_sw_signaling: f}, "
                 "{dma_fence_add_callback: {fence: f, cb: cb}, into: e}, "
                 "{assert: e == -ENOENT}]") == Ends{"done calls=0"});
}

TEST(fence_enable, polling_does_not_enable) {
  CHECK(enabling(kCount,
                 "[{dma_fence_is_signaled: f}, {dma_fence_get_status: f}]") ==
        Ends{"done calls=0"});
}

TEST(fence_enable, returning_zero_signals_the_fence) {
  CHECK(enabling("[{return: 0}]", "[{dma_fence_wait: f}]") ==
        Ends{"done calls=0"});
  CHECK(enabling("[{return: 0}]",
                 "[{dma_fence_add_callback: {fence: f, cb: cb}, into: e}, "
                 "{assert: e == -ENOENT && signaled(f)}]") ==
        Ends{"done calls=0"});
  CHECK(enabling("[{return: 0}]",
                 "[{dma_fence_enable_sw_signaling: f}, "
                 "{assert: signaled(f)}]") == Ends{"done calls=0"});
}

TEST(fence_enable, returning_zero_runs_callbacks_that_were_added_meanwhile) {
  // The first adder finds it done; nobody else can have come before it.
  const char* text = R"(
scenario: s
objects:
  f: {type: dma_fence, enable_signaling: arm}
  x: int
functions:
  arm: [{return: 0}]
  cb: [{set: {x: x + 1}}]
threads:
  one: [{dma_fence_add_callback: {fence: f, cb: cb}, into: e}, {assert: e != 0}]
  two: [{dma_fence_add_callback: {fence: f, cb: cb}, into: e}, {assert: e != 0}]
)";
  CHECK(ends(text) == Ends{"done x=0"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(fence_enable, it_runs_under_the_fences_lock) {
  CHECK(enabling("[{dma_fence_signal: f}]", "[{dma_fence_wait: f}]") ==
        Ends{"misuse recursive-lock t"});
  CHECK(enabling("[{mutex_lock: m}]", "[{dma_fence_wait: f}]") ==
        Ends{"misuse sleep-in-atomic t"});
}

TEST(fence_enable, it_may_signal_with_the_lock_it_has) {
  CHECK(enabling("[{dma_fence_signal_locked: f}, {return: 0}]",
                 "[{dma_fence_wait: f}]") == Ends{"done calls=0"});
}

TEST(fence_enable, wait_any_enables_in_order_until_one_is_signalled) {
  const char* text = R"(
scenario: s
objects:
  a: {type: dma_fence, enable_signaling: arm_a}
  b: {type: dma_fence, enable_signaling: arm_b}
  c: {type: dma_fence, enable_signaling: arm_c}
  x: int
functions:
  arm_a: [{set: {x: x * 10 + 1}}, {return: 1}]
  arm_b: [{set: {x: x * 10 + 2}}, {return: 0}]
  arm_c: [{set: {x: x * 10 + 3}}, {return: 1}]
threads:
  t: [{dma_fence_wait_any: [a, b, c]}]
)";
  CHECK(ends(text) == Ends{"done x=12"});
}
