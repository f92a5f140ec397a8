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

std::string item(const std::string& function, const std::string& thread) {
  return "scenario: s\nobjects: {w: {type: irq_work, function: f}, "
         "l: spinlock_t, m: mutex, x: int}\nfunctions: {f: [" +
         function + "]}\nthreads: {a: [" + thread + "]}\n";
}

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

TEST(irq_work, a_queued_item_runs_once) {
  CHECK(ends(item("{set: {x: x + 1}}", "{irq_work_queue: w}")) ==
        (Ends{"done x=1"}));
}

TEST(irq_work, a_pending_item_is_not_queued_again) {
  Drive d(item("nop, nop",
               "{irq_work_queue: w}, {irq_work_queue: w, into: b}, "
               "{irq_work_queue: w, into: c}"));
  STRCMP_EQUAL("= 1", d.step("a").c_str());
  STRCMP_EQUAL("stepped", d.step("a").c_str());
  d.run("w");
  CHECK_FALSE(
      picket::irq_work_pending(d.program(), d.state().data(), d.object("w")));
  STRCMP_EQUAL("= 1", d.step("a").c_str());
}

TEST(irq_work, it_may_be_queued_with_interrupts_off) {
  CHECK(ends(item("{set: {x: 1}}",
                  "local_irq_disable, {irq_work_queue: w}, "
                  "local_irq_enable")) == (Ends{"done x=1"}));
}

TEST(irq_work, sync_waits_for_a_pending_and_for_a_running_item) {
  Drive d(item("nop", "{irq_work_queue: w}, {irq_work_sync: w}"));
  d.step("a");
  STRCMP_EQUAL("blocked", d.step("a").c_str());
  d.step("w");
  STRCMP_EQUAL("blocked", d.step("a").c_str());
  d.run("w");
  STRCMP_EQUAL("finished", d.run("a").c_str());
}

TEST(irq_work, sync_of_an_idle_item_returns_at_once) {
  Drive d(item("nop", "{irq_work_sync: w}"));
  STRCMP_EQUAL("finished", d.run("a").c_str());
}

TEST(irq_work, the_item_may_not_sleep) {
  CHECK(
      ends(item("{mutex_lock: m}, {mutex_unlock: m}", "{irq_work_queue: w}")) ==
      (Ends{"misuse sleep-in-atomic w"}));
}

TEST(irq_work, sync_may_not_be_called_in_atomic_context) {
  CHECK(ends(item("nop", "{spin_lock: l}, {irq_work_sync: w}")) ==
        (Ends{"misuse sleep-in-atomic a"}));
  CHECK(ends(item("{irq_work_sync: w}", "{irq_work_queue: w}")) ==
        (Ends{"misuse sleep-in-atomic w"}));
}

TEST(irq_work, an_item_that_was_freed_runs_into_nothing) {
  CHECK(ends(item("nop", "{irq_work_queue: w}, {free: w}")) ==
        (Ends{"done x=0", "misuse use-after-free w"}));
}

TEST(irq_work, initialising_a_pending_item_is_a_misuse) {
  CHECK(ends(item("nop", "{irq_work_queue: w}, {init: w}")) ==
        (Ends{"done x=0", "misuse init-held-lock a"}));
}

TEST(irq_work, steps_that_do_not_touch_the_same_commute) {
  STRCMP_EQUAL("", broken_independence(R"(
scenario: s
objects: {w: {type: irq_work, function: f}, v: {type: irq_work, function: g}, x: int}
functions: {f: [{irq_work_queue: v}], g: [{set: {x: x + 1}}]}
threads:
  a: [{irq_work_queue: w}, {irq_work_sync: w}, {irq_work_sync: v}]
  b: [{irq_work_queue: w}, {irq_work_queue: v}]
)")
                       .c_str());
}
