#include "spec/semantics/irq_work.h"

#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include "spec/semantics/cpu.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;
using Ends = std::set<std::string>;

namespace {

const char* kQueued = R"(
scenario: s
objects:
  f: dma_fence
  one: {type: dma_fence_array, fences: [f]}
threads:
  t:
    - dma_fence_enable_sw_signaling: one
    - local_irq_disable
    - dma_fence_signal: f
    - nop
    - local_irq_enable
)";

}  // namespace

TEST_GROUP(irq_work){};

TEST(irq_work, it_is_a_context_named_after_its_container) {
  Drive d(kQueued);
  STRCMP_EQUAL("blocked", d.step("one").c_str());
  CHECK(d.effect().want.kind == picket::Want::Kind::nothing);
}

TEST(irq_work, it_waits_until_the_cpu_lets_interrupts_in) {
  Drive d(kQueued);
  for (int i = 0; i < 100 && !irq_work_pending(d.program(), d.state().data(),
                                               d.object("one"));
       ++i)
    d.step("t");
  CHECK(occupants(d.program(), d.state().data(), d.thread("one")) ==
        std::vector{d.thread("t")});
  STRCMP_EQUAL("blocked", d.step("one").c_str());
  CHECK(d.effect().want.kind == picket::Want::Kind::cpu);
  STRCMP_EQUAL("finished", d.run("t").c_str());
  STRCMP_EQUAL("stepped", d.step("one").c_str());
  CHECK(d.effect().step == picket::StepId{});
  STRCMP_EQUAL("", broken_independence(kQueued).c_str());
}

TEST(irq_work, it_does_not_come_while_the_signaller_has_the_members_lock) {
  // A callback behind the array's still runs with interrupts off.
  const char* text = R"(
scenario: s
objects:
  f: dma_fence
  one: {type: dma_fence_array, fences: [f]}
  seen: int
functions:
  late: [{dma_fence_test_signaled_flag: one, into: s}, {set: {seen: s}}]
threads:
  t:
    - dma_fence_enable_sw_signaling: one
    - dma_fence_add_callback: {fence: f, cb: late}
    - dma_fence_signal: f
    - {assert: seen == 0}
)";
  CHECK(ends(text) == Ends{"done seen=0"});
}

TEST(irq_work, two_of_one_cpu_run_one_after_the_other) {
  const char* text = R"(
scenario: s
objects:
  f: dma_fence
  a: {type: dma_fence_array, fences: [f]}
  b: {type: dma_fence_array, fences: [f]}
  inside: int
functions:
  cb: [{set: {inside: inside + 1}}, {assert: inside == 1}, {set: {inside: 0}}]
threads:
  t:
    - dma_fence_add_callback: {fence: a, cb: cb}
    - dma_fence_add_callback: {fence: b, cb: cb}
    - dma_fence_signal: f
)";
  CHECK(ends(text) == Ends{"done inside=0"});
  STRCMP_EQUAL("", broken_independence(text).c_str());
}
