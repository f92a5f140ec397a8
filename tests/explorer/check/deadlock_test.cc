// Who waits on whom where contexts share a CPU.
#include "explorer/check/deadlock.h"

#include "explorer/check/wording.h"
#include "tests/support/drive.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using picket::test::Drive;

namespace {

const Waiter& waiter(const EndAnalysis& end, ContextId context) {
  for (const Waiter& w : end.waiters)
    if (w.context == context) return w;
  FAIL("it does not wait");
  return end.waiters.front();
}

std::string text(const Drive& d, const EndAnalysis& end,
                 const std::string& thread) {
  return waits_for(d.program(), d.state(), waiter(end, d.thread(thread)));
}

// All findings once t has run as far as it can, and every irq_work.
std::string found_when_alone(Drive& d) {
  for (bool moved = true; moved;) {
    moved = false;
    for (const Context& c : d.program().scenario.contexts)
      while (d.step(c.name) == "stepped") moved = true;
  }
  std::string out;
  for (const EndFinding& f : analyse_end(d.program(), d.state()).findings) {
    out += (out.empty() ? "" : ", ") + std::string(facts(f.code).name) + ": ";
    out += f.arguments.empty() ? "" : f.arguments.front();
  }
  return out;
}

}  // namespace

TEST_GROUP(deadlock){};

TEST(deadlock, an_interrupt_and_what_it_interrupted_make_a_cycle) {
  Drive d(
      "scenario: s\nobjects: {l: spinlock_t}\nthreads:\n"
      "  t: {cpu: 3, steps: [{spin_lock: l}, {spin_unlock: l}]}\n"
      "  u: {cpu: 3, steps: [nop]}\n"
      "  h: {cpu: 3, context: hardirq, steps: [{spin_lock: l}]}\n");
  d.step("t");
  d.step("h");
  const EndAnalysis end = analyse_end(d.program(), d.state());
  LONGS_EQUAL(1, end.findings.size());
  CHECK(end.findings[0].code == FindingCode::deadlock);
  CHECK(end.findings[0].arguments == (std::vector<std::string>{"h", "t"}));
  STRCMP_EQUAL("CPU 3, occupied by h", text(d, end, "t").c_str());
  STRCMP_EQUAL("spinlock_t l, held by t", text(d, end, "h").c_str());
  STRCMP_EQUAL("CPU 3, occupied by t and h", text(d, end, "u").c_str());
}

TEST(deadlock, who_is_off_its_cpu_may_wait_for_more) {
  Drive d(
      "scenario: s\nobjects: {l: spinlock_t, c: completion}\nthreads:\n"
      "  t: {cpu: 0, steps: [{spin_lock: l}, {spin_unlock: l}]}\n"
      "  u: {cpu: 0, steps: [nop, {wait_for_completion: c}]}\n"
      "  h: {cpu: 0, context: hardirq, steps: [{spin_lock: l}]}\n"
      "  o: {starts: done(c), steps: [{complete: c}]}\n");
  d.step("u");
  d.step("t");
  d.step("h");
  const EndAnalysis end = analyse_end(d.program(), d.state());
  STRCMP_EQUAL(
      "completion c, which o would complete (line 7), and for CPU 0, occupied "
      "by t and h",
      text(d, end, "u").c_str());
  LONGS_EQUAL(3, waiter(end, d.thread("u")).waits_on.size());
}

TEST(deadlock, a_handler_whose_line_is_off_waits_for_who_turns_it_on) {
  Drive d(
      "scenario: s\nobjects: {f: dma_fence}\nthreads:\n"
      "  t: [{disable_irq: h}, {dma_fence_wait: f}, {enable_irq: h}]\n"
      "  h: {context: hardirq, steps: [{dma_fence_signal: f}]}\n");
  d.step("t");
  const EndAnalysis end = analyse_end(d.program(), d.state());
  LONGS_EQUAL(1, end.findings.size());
  CHECK(end.findings[0].code == FindingCode::deadlock);
  STRCMP_EQUAL("its interrupt line, which t would enable (line 4)",
               text(d, end, "h").c_str());
}

TEST(deadlock, who_waits_for_a_handler_waits_on_it) {
  Drive d(
      "scenario: s\nobjects: {m: mutex}\nthreads:\n"
      "  t: [{mutex_lock: m}, {synchronize_irq: h}, {mutex_unlock: m}]\n"
      "  h: {context: kthread, steps: [{mutex_lock: m}]}\n");
  d.step("t");
  d.step("h");
  const EndAnalysis end = analyse_end(d.program(), d.state());
  LONGS_EQUAL(1, end.findings.size());
  STRCMP_EQUAL("h to finish", text(d, end, "t").c_str());
}

TEST(deadlock, who_waits_for_a_chain_that_nobody_signals_hangs) {
  Drive d(
      "scenario: s\nobjects:\n  a: dma_fence\n  b: dma_fence\n"
      "  one: {type: dma_fence_chain, fence: a, seqno: 1}\n"
      "  two: {type: dma_fence_chain, fence: b, prev: one, seqno: 2}\n"
      "threads:\n  t: [{dma_fence_wait: two}]\n");
  STRCMP_EQUAL("hang: t, unsignaled-fence: a, unsignaled-fence: b",
               found_when_alone(d).c_str());
}

TEST(deadlock, who_waits_for_a_merge_that_nobody_signals_hangs) {
  const std::string head =
      "scenario: s\nobjects: {a: dma_fence, b: dma_fence, r: dma_fence_array, "
      "q: dma_fence_array}\nthreads:\n  t: ";
  Drive one(head +
            "[{dma_fence_unwrap_merge: {array: r, fences: [b]}}, "
            "{dma_fence_unwrap_merge: {array: q, fences: [r]}}, "
            "{dma_fence_signal: a}, {dma_fence_wait: q}]\n");
  STRCMP_EQUAL("hang: t, unsignaled-fence: b", found_when_alone(one).c_str());
  Drive two(head +
            "[{dma_fence_unwrap_merge: {array: r, fences: [a, b]}}, "
            "{dma_fence_unwrap_merge: {array: q, fences: [r]}}, "
            "{dma_fence_signal: a}, {dma_fence_wait: q}]\n");
  STRCMP_EQUAL("hang: t, unsignaled-fence: b", found_when_alone(two).c_str());
}
