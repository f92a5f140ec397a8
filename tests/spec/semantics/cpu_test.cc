// The behaviour of spec/semantics/cpu.cc: threads that share a CPU.
#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::ContextId;
using picket::Want;
using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;

using Ends = std::set<std::string>;

namespace {

// A thread of CPU 0, or of another one.
std::string thread(const std::string& name, const std::string& kind,
                   const std::string& steps, int cpu = 0) {
  return "  " + name + ": {cpu: " + std::to_string(cpu) + ", context: " + kind +
         ", steps: " + steps + "}\n";
}

std::string scenario(const std::string& threads) {
  return "scenario: s\n"
         "objects: {l: spinlock_t, k: spinlock_t, rw: rwlock_t, m: mutex, c: "
         "completion, f: dma_fence, x: int, seen: int}\n"
         "threads:\n" +
         threads;
}

// While `steps` of one thread are under way x is 1: can the other one run then?
bool meets(const std::string& kind, const std::string& steps,
           const std::string& other) {
  const std::string yaml =
      "scenario: s\nobjects: {l: spinlock_t, rw: rwlock_t, x: int, seen: int}\n"
      "threads:\n" +
      thread("one", kind, steps) +
      thread("two", other, "[{if: x == 1, then: [{set: {seen: 1}}]}]");
  for (const std::string& end : ends(yaml))
    if (end.find("seen=1") != end.npos) return true;
  return false;
}

const char* kPlain = "[{set: {x: 1}}, {set: {x: 0}}]";
const char* kPreemption =
    "[preempt_disable, {set: {x: 1}}, {set: {x: 0}}, preempt_enable]";
const char* kBottomHalves =
    "[local_bh_disable, {set: {x: 1}}, {set: {x: 0}}, local_bh_enable]";
const char* kInterrupts =
    "[local_irq_disable, {set: {x: 1}}, {set: {x: 0}}, local_irq_enable]";

}  // namespace

TEST_GROUP(cpu){};

TEST(cpu, tasks_take_turns_wherever_they_are_preemptible) {
  CHECK(meets("task", kPlain, "task"));
  CHECK(meets("kthread", kPlain, "task"));
  CHECK_FALSE(meets("task", kPreemption, "task"));
  CHECK_FALSE(meets("task", kBottomHalves, "task"));
  CHECK_FALSE(meets("task", kInterrupts, "kthread"));
}

TEST(cpu, a_hardirq_comes_while_interrupts_are_on) {
  CHECK(meets("task", kPlain, "hardirq"));
  CHECK(meets("task", kPreemption, "hardirq"));
  CHECK(meets("task", kBottomHalves, "hardirq"));
  CHECK_FALSE(meets("task", kInterrupts, "hardirq"));
}

TEST(cpu, a_softirq_comes_while_bottom_halves_and_interrupts_are_on) {
  CHECK(meets("task", kPlain, "softirq"));
  CHECK(meets("task", kPreemption, "softirq"));
  CHECK_FALSE(meets("task", kBottomHalves, "softirq"));
  CHECK_FALSE(meets("task", kInterrupts, "softirq"));
}

TEST(cpu, only_a_hardirq_interrupts_a_softirq) {
  CHECK_FALSE(meets("softirq", kPlain, "task"));
  CHECK_FALSE(meets("softirq", kPlain, "softirq"));
  CHECK(meets("softirq", kPlain, "hardirq"));
  CHECK_FALSE(meets("softirq", kInterrupts, "hardirq"));
}

TEST(cpu, nothing_interrupts_a_hardirq) {
  CHECK_FALSE(meets("hardirq", kPlain, "task"));
  CHECK_FALSE(meets("hardirq", kPlain, "softirq"));
  CHECK_FALSE(meets("hardirq", kPlain, "hardirq"));
}

TEST(cpu, the_forms_of_the_locks_turn_off_what_they_say) {
  const auto section = [](const char* take, const char* release) {
    return std::string("[{") + take + "}, {set: {x: 1}}, {set: {x: 0}}, {" +
           release + "}]";
  };
  const auto spin = section("spin_lock: l", "spin_unlock: l");
  CHECK_FALSE(meets("task", spin, "task"));
  CHECK(meets("task", spin, "softirq"));
  const auto bh = section("spin_lock_bh: l", "spin_unlock_bh: l");
  CHECK_FALSE(meets("task", bh, "softirq"));
  CHECK(meets("task", bh, "hardirq"));
  const auto irq = section("write_lock_irq: rw", "write_unlock_irq: rw");
  CHECK_FALSE(meets("task", irq, "hardirq"));
  const auto save =
      section("read_lock_irqsave: rw", "read_unlock_irqrestore: rw");
  CHECK_FALSE(meets("task", save, "hardirq"));
}

TEST(cpu, an_interrupt_runs_to_its_end_first) {
  Drive d(scenario(thread("t", "task", "[nop, nop]") +
                   thread("h", "hardirq", "[nop, nop]")));
  STRCMP_EQUAL("stepped", d.step("t").c_str());
  STRCMP_EQUAL("stepped", d.step("h").c_str());
  STRCMP_EQUAL("blocked", d.step("t").c_str());
  CHECK(d.effect().want.kind == Want::Kind::cpu);
  STRCMP_EQUAL("finished", d.run("h").c_str());
  STRCMP_EQUAL("finished", d.run("t").c_str());
}

TEST(cpu, an_interrupt_that_cannot_take_its_first_lock_has_begun) {
  Drive d(scenario(thread("t", "task", "[{spin_lock: l}, {spin_unlock: l}]") +
                   thread("h", "hardirq", "[{spin_lock: l}]")));
  d.step("t");
  STRCMP_EQUAL("stepped", d.step("h").c_str());
  STRCMP_EQUAL("blocked", d.step("h").c_str());
  CHECK(d.effect().want.object == d.object("l"));
  STRCMP_EQUAL("blocked", d.step("t").c_str());
}

TEST(cpu, a_lock_shared_with_an_interrupt_needs_interrupts_off) {
  const auto found = [](const std::string& steps, int cpu) {
    return ends(scenario(
        thread("t", "task", steps) +
        thread("h", "hardirq", "[{spin_lock: l}, {spin_unlock: l}]", cpu)));
  };
  const char* plain = "[{spin_lock: l}, {spin_unlock: l}]";
  const char* save = "[{spin_lock_irqsave: l}, {spin_unlock_irqrestore: l}]";
  CHECK(found(plain, 0) == (Ends{"done x=0 seen=0", "stuck t h x=0 seen=0"}));
  CHECK(found(plain, 1) == Ends{"done x=0 seen=0"});
  CHECK(found(save, 0) == Ends{"done x=0 seen=0"});
}

TEST(cpu, a_fence_signalled_by_an_interrupt_needs_interrupts_off) {
  const auto found = [](const std::string& form) {
    return ends(
        "scenario: s\nobjects: {l: spinlock_t, f: {type: dma_fence, lock: "
        "l}}\nthreads:\n" +
        thread("t", "task",
               "[{spin_lock" + form + ": l}, {spin_unlock" + form + ": l}]") +
        thread("h", "hardirq", "[{dma_fence_signal: f}]"));
  };
  CHECK(found("") == (Ends{"done", "stuck t h"}));
  CHECK(found("_irq") == Ends{"done"});
}

TEST(cpu, readers_in_interrupts_do_not_queue_behind_writers) {
  const auto found = [](const std::string& kind) {
    return ends(scenario(
        thread("t", "task", "[{read_lock: rw}, {read_unlock: rw}]") +
        thread("h", kind, "[{read_lock: rw}, {read_unlock: rw}]") +
        thread("w", "task", "[{write_lock: rw}, {write_unlock: rw}]", 1)));
  };
  CHECK(found("hardirq") == Ends{"done x=0 seen=0"});
  CHECK(found("softirq") == Ends{"done x=0 seen=0"});
}

TEST(cpu, whoever_spins_stays_on_its_cpu) {
  Drive d(
      scenario(thread("t", "task", "[{spin_lock: l}, {spin_unlock: l}]") +
               thread("u", "task", "[nop]") + thread("h", "hardirq", "[nop]") +
               thread("o", "task", "[{spin_lock: l}, {spin_unlock: l}]", 1)));
  d.step("o");
  STRCMP_EQUAL("stepped", d.step("t").c_str());
  CHECK(d.effect().begins);
  CHECK_FALSE(d.effect().happens);
  STRCMP_EQUAL("blocked", d.step("t").c_str());
  CHECK(d.effect().want.kind == Want::Kind::lock);
  STRCMP_EQUAL("blocked", d.step("u").c_str());
  CHECK(d.effect().want.kind == Want::Kind::cpu);
  STRCMP_EQUAL("finished", d.run("h").c_str());  // its interrupts are on
  d.step("o");
  STRCMP_EQUAL("stepped", d.step("t").c_str());
  CHECK(d.effect().happens);
  CHECK_FALSE(d.effect().begins);
}

TEST(cpu, whoever_spins_with_interrupts_off_lets_nothing_in) {
  Drive d(scenario(thread("t", "task", "[{spin_lock_irq: l}]") +
                   thread("h", "hardirq", "[nop]") +
                   thread("o", "task", "[{spin_lock: l}]", 1)));
  d.step("o");
  STRCMP_EQUAL("stepped", d.step("t").c_str());
  STRCMP_EQUAL("blocked", d.step("h").c_str());
}

TEST(cpu, a_writer_that_shows_itself_stays_on_its_cpu) {
  const Ends found = ends(
      scenario(thread("r", "task", "[{read_lock: rw}, {read_unlock: rw}]", 1) +
               thread("w", "task", "[{write_lock: rw}, {write_unlock: rw}]") +
               thread("q", "task", "[{read_lock: rw}, {read_unlock: rw}]")));
  CHECK(found == Ends{"done x=0 seen=0"});
}

TEST(cpu, whoever_sleeps_gives_up_its_cpu) {
  CHECK(ends(scenario(thread("t", "task", "[{wait_for_completion: c}]") +
                      thread("u", "task", "[{complete: c}]"))) ==
        Ends{"done x=0 seen=0"});
  CHECK(ends(scenario(thread("t", "task", "[{dma_fence_wait: f}]") +
                      thread("u", "softirq", "[{dma_fence_signal: f}]"))) ==
        Ends{"done x=0 seen=0"});
}

TEST(cpu, what_a_spinner_waits_for_may_be_on_its_own_cpu) {
  const auto found = [](const std::string& wait) {
    return ends(
        scenario(thread("t", "task", "[{mutex_lock: m}, " + wait + "]") +
                 thread("u", "task", "[{set: {x: 1}}]")));
  };
  CHECK(found("{mutex_unlock: m}") == Ends{"done x=1 seen=0"});
  // It spins for ever, and so does everybody behind it.
  CHECK(
      ends(scenario(thread("t", "task", "[preempt_disable, {spin_lock: l}]") +
                    thread("o", "task", "[{spin_lock: l}, {spin_lock: k}]", 1) +
                    thread("h", "hardirq", "[{spin_lock: k}, {spin_lock: l}]")))
          .count("stuck t o h x=0 seen=0"));
}

TEST(cpu, an_interrupt_waits_for_its_start_before_it_interrupts) {
  CHECK(
      ends("scenario: s\nobjects: {x: int}\nthreads:\n"
           "  t: {cpu: 0, steps: [nop, {set: {x: 1}}, nop]}\n"
           "  h: {cpu: 0, context: hardirq, starts: x == 1, steps: [nop]}\n") ==
      Ends{"done x=1"});
}

TEST(cpu, what_an_interrupt_left_unfinished_keeps_its_cpu) {
  Drive d(scenario(thread("t", "task", "[nop]") +
                   thread("h", "hardirq", "[nop, might_sleep]")));
  d.step("h");
  STRCMP_EQUAL("misuse sleep-in-atomic", d.step("h").c_str());
  STRCMP_EQUAL("blocked", d.step("t").c_str());
}

TEST(cpu, alone_on_a_cpu_is_as_good_as_without) {
  Drive d(scenario(thread("t", "task", "[nop]", 0) +
                   thread("h", "hardirq", "[nop]", 1)));
  CHECK(d.program().layout.cpus.empty());
}

TEST(cpu, a_timed_wait_that_spins_at_its_end_stays_timed_out) {
  Drive d(
      "scenario: s\nobjects: {l: spinlock_t, f: {type: dma_fence, lock: "
      "l}}\nthreads:\n" +
      thread("t", "task",
             "[{dma_fence_wait_timeout: {fence: f, timeout: 5}, into: x}]") +
      thread("u", "task", "[nop]") +
      thread("o", "task",
             "[{spin_lock: l}, {dma_fence_signal_locked: f}, {spin_unlock: l}]",
             1));
  d.step("o");
  STRCMP_EQUAL("stepped", d.step("t", 1).c_str());
  STRCMP_EQUAL("blocked", d.step("u").c_str());
  d.step("o");
  d.step("o");
  STRCMP_EQUAL("blocked", d.step("t", 0).c_str());
  STRCMP_EQUAL("stepped", d.step("t", 1).c_str());
  LONGS_EQUAL(0, d.effect().result);
}

TEST(cpu, independent_transitions_commute) {
  const char* plain = "[{spin_lock: l}, {set: {x: 1}}, {spin_unlock: l}]";
  const char* irq =
      "[{spin_lock_irqsave: l}, {set: {x: 2}}, {spin_unlock_irqrestore: l}]";
  for (const char* kind : {"hardirq", "softirq", "task"})
    for (const char* steps : {plain, irq})
      for (int cpu : {0, 1})
        STRCMP_EQUAL(
            "", broken_independence(scenario(thread("t", "task", steps) +
                                             thread("u", "task", plain, cpu) +
                                             thread("h", kind, irq)))
                    .c_str());
}
