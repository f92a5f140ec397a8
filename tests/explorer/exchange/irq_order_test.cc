// Reports about interrupts: who took what, in which mode, and where.
#include "explorer/exchange/import.h"

#include <CppUTest/TestHarness.h>

namespace picket {
namespace {

std::string imported(const std::string& log) {
  return import_log(log, LogKind::lockdep).yaml;
}

void has(const std::string& yaml, const std::string& part) {
  CHECK_TEXT(yaml.find(part) != std::string::npos,
             (part + "\n" + yaml).c_str());
}

const std::string kInversion =
    "WARNING: possible irq lock inversion dependency detected\n"
    "6.9.0-toy #1 Not tainted\n"
    "toyd/17 just changed the state of lock:\n";

const std::string kOrder =
    "WARNING: SOFTIRQ-safe -> SOFTIRQ-unsafe lock order detected\n"
    "6.9.0-toy #1 Not tainted\n"
    "toyd/17 [HC0[0]:SC0[2]:HE0:SE0] is trying to acquire:\n"
    "ff02 (&toy->out){+.+.}-{2:2}, at: toy_in toys/toy.h:3 [inline]\n"
    "ff02 (&toy->out){+.+.}-{2:2}, at: toy_push+0x1/0x9 toys/toy.c:7\n"
    "and this task is already holding:\n"
    "ff01 (&toy->in){+.-.}-{2:2}, at: toy_hold+0x1/0x2\n"
    "which would create a new lock dependency:\n"
    " (&toy->in){+.-.}-{2:2} -> (&toy->out){+.+.}-{2:2}\n"
    "but this new dependency connects a SOFTIRQ-irq-safe lock:\n"
    " (&toy->in){+.-.}-{2:2}\n";

}  // namespace

TEST_GROUP(import_irq_order){};

TEST(import_irq_order, who_reads_with_interrupts_on_reads) {
  const std::string yaml = imported(
      kInversion +
      "ff01 (&toy->in){-...}-{2:2}, at: toy_interrupt+0x1/0x2\n"
      "but this lock took another, HARDIRQ-READ-unsafe lock in the past:\n"
      " (&toy->out){.+.?}-{2:2}\n");
  has(yaml, "  toy_out: { type: rwlock_t, class: \"&toy->out\" }");
  has(yaml, "      - spin_lock: toy_in\n      - write_lock: toy_out\n");
  has(yaml, "    steps:\n      - read_lock: toy_out\n");
  has(yaml,
      "    context: hardirq\n    steps:\n      - spin_lock: toy_in\n"
      "        note: \"toy_interrupt+0x1/0x2\"\n");
}

TEST(import_irq_order, who_reads_in_the_interrupt_reads) {
  has(imported(kInversion +
               "ff01 (&toy->in){.+.?}-{2:2}, at: toy_softirq+0x1/0x2\n"
               "but this lock took another, SOFTIRQ-unsafe lock in the past:\n"
               " (&toy->out){+.+.}-{2:2}\n"),
      "    context: softirq\n    steps:\n      - read_lock: toy_in\n"
      "        note: \"toy_softirq+0x1/0x2\"\n");
}

TEST(import_irq_order, a_lock_taken_by_another_is_the_interrupted_one) {
  const std::string yaml = imported(
      kInversion +
      "ff01 (&toy->out){.+.?}-{2:2}, at: toy_dump+0x1/0x2\n"
      "but this lock was taken by another, SOFTIRQ-safe lock in the past:\n"
      " (&toy->in){..-.}-{2:2}\n");
  has(yaml,
      "  interrupted:\n    cpu: 0\n    steps:\n      - read_lock: toy_out\n"
      "        note: \"toy_dump+0x1/0x2\"\n");
}

TEST(import_irq_order, a_cut_report_has_its_two_locks) {
  const std::string yaml = imported(kOrder);
  has(yaml,
      "      - spin_lock: toy_in\n        note: \"toy_hold+0x1/0x2\"\n"
      "      - spin_lock: toy_out\n        note: \"toy_push+0x1/0x9\"\n");
  has(yaml, "task toyd/17\"");
}

TEST(import_irq_order, how_the_locks_became_so_says_who_took_them) {
  const std::string yaml = imported(
      kOrder +
      "... which became SOFTIRQ-irq-safe at:\n  lock_acquire+0x1/0x2\n"
      "  _raw_spin_lock+0x1/0x2\n  toy_tasklet+0x1/0x2\n"
      "to a SOFTIRQ-irq-unsafe lock:\n (&toy->out){+.+.}-{2:2}\n"
      "... which became SOFTIRQ-irq-unsafe at:\n  lock_acquire+0x1/0x2\n"
      "  _raw_spin_lock+0x1/0x2\n  toy_open+0x1/0x2\n");
  has(yaml, "        note: \"toy_tasklet+0x1/0x2\"\n");
  has(yaml, "  toy_open:\n    cpu: 0\n");
}

TEST(import_irq_order, an_inconsistent_state_without_a_stack_has_its_line) {
  has(imported("WARNING: inconsistent lock state\n"
               "inconsistent {SOFTIRQ-ON-W} -> {IN-SOFTIRQ-W} usage.\n"
               "ksoftirqd/5/40 [HC0[0]:SC1[1]:HE0:SE0] takes:\n"
               "ff01 (&toy->lock){+.?.}-{2:2}, at:\n"
               "toy_get+0x1/0x2 [toy]\n"
               "{SOFTIRQ-ON-W} state was registered at:\n"
               "  _raw_spin_lock+0x1/0x2\n  toy_add+0x1/0x2\n"),
      "    context: softirq\n    steps:\n      - spin_lock: toy_lock\n"
      "        note: \"toy_get+0x1/0x2\"\n");
}

}  // namespace picket
