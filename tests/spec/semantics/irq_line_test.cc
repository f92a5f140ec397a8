// The behaviour of spec/semantics/irq_line.cc, driven thread by thread.
#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::Want;
using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;

using Ends = std::set<std::string>;

namespace {

std::string scenario(const std::string& task, const std::string& handler,
                     const std::string& kind = "hardirq") {
  return "scenario: s\nobjects: {l: spinlock_t, m: mutex, x: int}\nthreads:\n"
         "  t: {steps: " +
         task + "}\n  h: {context: " + kind + ", steps: " + handler + "}\n";
}

}  // namespace

TEST_GROUP(irq_line){};

TEST(irq_line, a_handler_does_not_begin_while_its_line_is_off) {
  Drive d(scenario("[{disable_irq: h}, {enable_irq: h}]", "[nop]"));
  STRCMP_EQUAL("stepped", d.step("t").c_str());
  STRCMP_EQUAL("blocked", d.step("h").c_str());
  CHECK(d.effect().want.kind == Want::Kind::line);
  STRCMP_EQUAL("finished", d.run("t").c_str());
  STRCMP_EQUAL("finished", d.run("h").c_str());
}

TEST(irq_line, disabling_waits_for_the_handler_in_progress) {
  Drive d(scenario("[{disable_irq: h}, {enable_irq: h}]", "[nop, nop]"));
  d.step("h");
  STRCMP_EQUAL("stepped", d.step("t").c_str());
  STRCMP_EQUAL("blocked", d.step("t").c_str());
  CHECK(d.effect().want.kind == Want::Kind::thread);
  CHECK(d.effect().want.context == d.thread("h"));
  STRCMP_EQUAL("finished", d.run("h").c_str());
  STRCMP_EQUAL("finished", d.run("t").c_str());
}

TEST(irq_line, synchronizing_waits_without_disabling) {
  Drive d(scenario("[{synchronize_irq: h}, {synchronize_irq: h}, nop]",
                   "[nop, nop]"));
  STRCMP_EQUAL("stepped", d.step("t").c_str());
  d.step("h");
  STRCMP_EQUAL("blocked", d.step("t").c_str());
  STRCMP_EQUAL("finished", d.run("h").c_str());
  STRCMP_EQUAL("finished", d.run("t").c_str());
}

TEST(irq_line, disabling_nests) {
  Drive d(
      scenario("[{disable_irq: h}, {disable_irq: h}, {enable_irq: h}, "
               "{enable_irq: h}]",
               "[nop]"));
  d.step("t");
  d.step("t");
  d.step("t");
  STRCMP_EQUAL("blocked", d.step("h").c_str());
  d.step("t");
  STRCMP_EQUAL("finished", d.run("h").c_str());
}

TEST(irq_line, what_was_not_disabled_cannot_be_enabled) {
  Drive d(scenario("[{enable_irq: h}]", "[nop]"));
  STRCMP_EQUAL("misuse wrong-context", d.run("t").c_str());
}

TEST(irq_line, waiting_for_a_handler_may_sleep) {
  for (const char* op : {"disable_irq", "synchronize_irq"}) {
    Drive d(scenario("[{spin_lock: l}, {" + std::string(op) + ": h}]",
                     "[{spin_lock: l}, {spin_unlock: l}]"));
    STRCMP_EQUAL("misuse sleep-in-atomic", d.run("t").c_str());
  }
}

TEST(irq_line, a_line_may_be_enabled_anywhere) {
  Drive d(
      scenario("[{disable_irq: h}, {spin_lock: l}, {enable_irq: h}, "
               "{spin_unlock: l}]",
               "[nop]"));
  STRCMP_EQUAL("finished", d.run("t").c_str());
}

TEST(irq_line, a_threaded_handler_that_takes_what_the_waiter_holds_is_stuck) {
  CHECK(ends(scenario("[{mutex_lock: m}, {disable_irq: h}, {enable_irq: h}, "
                      "{mutex_unlock: m}]",
                      "[{mutex_lock: m}, {mutex_unlock: m}]", "kthread")) ==
        (Ends{"done x=0", "stuck t h x=0"}));
}

TEST(irq_line, a_handler_waits_for_itself) {
  CHECK(ends(scenario("[nop]", "[{synchronize_irq: h}]", "kthread")) ==
        Ends{"stuck h x=0"});
}

TEST(irq_line, a_line_that_stays_off_keeps_its_handler_waiting) {
  CHECK(ends(scenario("[{disable_irq: h}]", "[{set: {x: 1}}]")) ==
        (Ends{"done x=1", "stuck h x=0"}));
}

TEST(irq_line, independent_transitions_commute) {
  STRCMP_EQUAL(
      "", broken_independence(scenario("[{disable_irq: h}, {set: {x: 1}}, "
                                       "{enable_irq: h}, {synchronize_irq: h}]",
                                       "[{spin_lock: l}, {spin_unlock: l}]"))
              .c_str());
  STRCMP_EQUAL(
      "", broken_independence(
              scenario("[{mutex_lock: m}, {disable_irq: h}, {mutex_unlock: m}]",
                       "[{mutex_lock: m}, {mutex_unlock: m}]", "kthread"))
              .c_str());
}
