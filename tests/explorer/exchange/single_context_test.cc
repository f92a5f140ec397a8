// Reports written for these tests, of contexts that exist nowhere.
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

std::string wait_context(const std::string& context, const std::string& held) {
  return "[ BUG: Invalid wait context ]\n6.9.0-toy #1 Not tainted\n"
         "toyd/17 is trying to lock:\n"
         "ffff01 (&toy->inner){....}-{3:3}, at: toy_poke+0x1/0x2\n"
         "other info that might help us debug this:\n" +
         context + "\n1 lock held by toyd/17:\n #0: " + held +
         ", at: toy_tick+0x1/0x2\nstack backtrace:\nCall Trace:\n"
         " dump_stack_lvl+0x1/0x2\n __lock_acquire+0x1/0x2\n"
         " _raw_spin_lock+0x1/0x2\n toy_poke+0x1/0x2\n";
}

}  // namespace

TEST_GROUP(import_single_context){};

TEST(import_single_context, a_spinlock_that_sleeps_on_rt_is_an_rt_mutex) {
  const std::string yaml =
      imported(wait_context("context-{5:5}", "ffff02 (&toy->raw){..}-{2:2}"));
  has(yaml,
      "  toy_poke:\n    - raw_spin_lock: toy_raw\n"
      "      note: \"toy_tick+0x1/0x2\"\n"
      "    - rt_mutex_lock: toy_inner\n"
      "      note: \"toy_poke+0x1/0x2\"\n");
  has(yaml, "sleeps on a PREEMPT_RT kernel");
  has(yaml, "misuse: sleep-in-atomic");
}

TEST(import_single_context, the_context_of_an_interrupt_is_kept) {
  const std::string yaml = imported(
      wait_context("context-{2:2}", "ffff02 (rcu_read_lock){....}-{1:3}"));
  has(yaml, "context: hardirq");
  CHECK(yaml.find("rcu_read_lock") == std::string::npos);
}

TEST(import_single_context, where_nothing_forbids_sleeping_that_is_said) {
  has(imported(wait_context("context-{5:5}", "ffff02 (&toy->m){..}-{4:4}")),
      "TODO: the log does not show what forbids sleeping here");
}

TEST(import_single_context, a_release_too_many_is_the_function_s_that_did_it) {
  const std::string yaml = imported(
      "WARNING: bad unlock balance detected!\n6.9.0-toy #1 Not tainted\n"
      "toyd/18 is trying to release lock (&toy->sem) at:\n"
      "[<ffffffff81>] toy_close+0x1/0x9\n"
      "but there are no more locks to release!\nCall Trace:\n"
      " print_unlock_imbalance_bug+0x1/0x2\n lock_release+0x1/0x2\n"
      " up_read+0x1/0x2\n toy_close+0x1/0x9\n");
  has(yaml,
      "  toy_close:\n    - up_read: toy_sem\n"
      "      note: \"toy_close+0x1/0x9\"\n");
  has(yaml, "misuse: unlock-not-held");
}

TEST(import_single_context, memory_is_freed_with_the_lock_that_is_in_it) {
  const std::string yaml = imported(
      "WARNING: held lock freed!\n6.9.0-toy #1 Not tainted\n"
      "toyd/19 is freeing memory ff00-ffff, with a lock still held there!\n"
      "ff10 (&toy->lock){+.+.}-{3:3}, at: toy_open+0x1/0x9\n"
      "Call Trace:\n dump_stack_lvl+0x1/0x2\n kfree+0x1/0x2\n"
      " toy_destroy+0x1/0x2\n");
  has(yaml,
      "  toy_destroy:\n    - mutex_lock: toy_lock\n"
      "      note: \"toy_open+0x1/0x9\"\n    - free: toy_lock\n");
  has(yaml, "misuse: free-held-lock");
}

TEST(import_single_context, a_task_that_leaves_with_a_lock_keeps_it) {
  const std::string yaml = imported(
      "WARNING: lock held when returning to user space!\n"
      "toyd/20 is leaving the kernel with locks still held!\n"
      "1 lock held by toyd/20:\n"
      " #0: ff10 (&toy->lock){+.+.}-{3:3}, at: toy_open+0x1/0x9\n");
  has(yaml, "  toyd:\n    - mutex_lock: toy_lock\n");
  CHECK(yaml.find("unlock") == std::string::npos);
  has(yaml, "misuse: lock-held-at-exit");
}

TEST(import_single_context, data_of_rcu_asserts_what_protects_it) {
  const std::string yaml = imported(
      "WARNING: suspicious RCU usage\n6.9.0-toy #1 Not tainted\n"
      "toys/toy.c:77 suspicious rcu_dereference_check() usage!\n"
      "Call Trace:\n lockdep_rcu_suspicious+0x1/0x2\n toy_look+0x1/0x2\n");
  has(yaml,
      "  toy_look:\n    - lockdep_assert_held: protection\n"
      "      note: \"toys/toy.c:77 suspicious rcu_dereference_check() "
      "usage!\"\n");
  has(yaml, "misuse: lock-not-held");
}

TEST(import_single_context, a_section_of_rcu_that_sleeps_is_atomic) {
  has(imported("WARNING: suspicious RCU usage\n"
               "toys/toy.c:9 Illegal context switch in RCU read-side "
               "critical section!\nCall Trace:\n toy_nap+0x1/0x2\n"),
      "  toy_nap:\n    - rcu_read_lock\n    - might_sleep");
}

TEST(import_single_context, one_of_many_locks_needs_what_orders_them) {
  const std::string yaml = imported(
      "WARNING: Nested lock was not taken\n6.9.0-toy #1 Not tainted\n"
      "toyd/17 is trying to lock:\n"
      "ff01 (&toy->part){+.+.}-{3:3}, at: toy_pin+0x1/0x2\n"
      "but this task is not holding:\ntoy_table.lock\n"
      "stack backtrace:\nCall Trace:\n __lock_acquire+0x1/0x2\n"
      " _raw_spin_lock_nest_lock+0x1/0x2\n toy_pin+0x1/0x2\n");
  has(yaml,
      "  toy_table_lock: { type: spinlock_t, class: \"toy_table.lock\" }");
  has(yaml, "    - lockdep_assert_held: toy_table_lock\n");
  has(yaml, "misuse: lock-not-held");
}

TEST(import_single_context, a_transaction_must_have_begun) {
  const std::string yaml = imported(
      "WARNING: Nested lock was not taken\ntoyd/17 is trying to lock:\n"
      "ff01 (reservation_ww_class_mutex){+.+.}-{4:4}, at: toy_pin+0x1/0x2\n"
      "but this task is not holding:\nreservation_ww_class_acquire\n"
      "Call Trace:\n ww_mutex_lock+0x1/0x2\n toy_pin+0x1/0x2\n");
  has(yaml, "ctx: reservation_ww_class_acquire }");
  has(yaml, "misuse: ww-misuse");
}

TEST(import_single_context, inlined_functions_hold_no_lock_of_their_own) {
  const std::string yaml = imported(
      "WARNING: bad unlock balance detected!\n"
      "toyd/18 is trying to release lock (&toy->lock) at:\n"
      "toy_push+0x1/0x2\nbut there are no more locks to release!\n"
      "1 lock held by toyd/18:\n"
      " #0: ff10 (&toy->sem){++++}-{3:3}, at: toy_enter toys/toy.h:3 [inline]\n"
      " #0: ff10 (&toy->sem){++++}-{3:3}, at: toy_open+0x1/0x9 toys/toy.c:7\n"
      "Call Trace:\n mutex_unlock+0x1/0x2\n toy_push+0x1/0x2\n");
  has(yaml, "    - down_write: toy_sem\n      note: \"toy_open+0x1/0x9\"\n");
  CHECK(yaml.find("toy_sem_2") == std::string::npos);
}

TEST(import_single_context, the_list_of_locks_says_what_is_released) {
  const std::string yaml = imported(
      "WARNING: bad unlock balance detected!\n"
      "toyd/18 is trying to release lock (toy_lock) at:\n"
      "toy_push+0x1/0x2\nbut there are no more locks to release!\n"
      "1 lock held by toyd/18:\n"
      " #0: ff10 (toy_lock){+.+.}-{2:2}, at: toy_open+0x1/0x9\n");
  has(yaml, "  toyd:\n    - spin_unlock: toy_lock\n");
}

TEST(import_single_context, a_list_without_numbers_is_a_list) {
  has(imported("WARNING: toyd/20 still has locks held!\n"
               "1 lock held by toyd/20:\n"
               "  (&toy->lock){+.+.}-{3:3}, at: toy_open+0x1/0x9\n"),
      "  toyd:\n    - mutex_lock: toy_lock\n");
}

TEST(import_single_context, an_interrupt_holds_what_spins) {
  const std::string yaml =
      imported(wait_context("context-{2:2}", "ffff02 (&toy->m){+.+.}-{4:4}"));
  has(yaml, "context: hardirq");
  CHECK(yaml.find("toy_m") == std::string::npos);
}

TEST(import_single_context, the_kernel_s_own_words_say_what_rcu_misses) {
  const std::string yaml = imported(
      "WARNING: suspicious RCU usage\n6.9.0-toy #1 Not tainted\n"
      "toys/toy.c:7 RCU-list traversed in non-reader section!!\n"
      "1 lock held by toyd/3:\n"
      " #0: (____ptrval____) (toy_mutex){+.+.}, at: toy_set+0x1/0x2\n"
      "Call Trace:\n lockdep_rcu_suspicious+0x1/0x2\n toy_look+0x1/0x2\n");
  has(yaml, "note: \"toys/toy.c:7 RCU-list traversed");
  has(yaml, "    - mutex_lock: toy_mutex\n");
}

TEST(import_single_context, a_sleep_in_atomic_context_says_what_made_it_so) {
  const std::string yaml = imported(
      "BUG: sleeping function called from invalid context at toys/toy.c:9\n"
      "in_atomic(): 1, irqs_disabled(): 0, non_block: 0, pid: 7, name: toyd\n"
      "Preemption disabled at:\n[<ff01>] toy_poke+0x1/0x2\n"
      "Call Trace:\n __might_resched+0x1/0x2\n __mutex_lock+0x1/0x2\n"
      " toy_take+0x1/0x2\n");
  has(yaml,
      "  toy_take:\n    - preempt_disable: ~\n      note: \"toy_poke+0x1/0x2\""
      "\n    - might_sleep: ~\n      note: \"toy_take+0x1/0x2\"\n");
  has(yaml, "misuse: sleep-in-atomic");
}

TEST(import_single_context, a_spinning_lock_or_interrupts_off_are_enough) {
  const std::string yaml = imported(
      "BUG: sleeping function called from invalid context at toys/toy.c:9\n"
      "in_atomic(): 1, irqs_disabled(): 1, pid: 7, name: toyd\n"
      "1 lock held by toyd/7:\n"
      " #0: ff01 (&toy->slock){+.+.}-{2:2}, at: toy_hold+0x1/0x2\n"
      "Call Trace:\n __might_resched+0x1/0x2\n toy_take+0x1/0x2\n");
  has(yaml,
      "  toy_take:\n    - spin_lock: toy_slock\n"
      "      note: \"toy_hold+0x1/0x2\"\n    - local_irq_disable\n");
  CHECK(yaml.find("preempt_disable") == std::string::npos);
}

TEST(import_single_context, who_schedules_in_atomic_context_sleeps) {
  has(imported("BUG: scheduling while atomic: toyd/7/0x00000002\n"
               "Call Trace:\n __schedule_bug+0x1/0x2\n __schedule+0x1/0x2\n"
               " schedule+0x1/0x2\n toy_nap+0x1/0x2\n"),
      "    - might_sleep: ~\n      note: \"toy_nap+0x1/0x2\"\n");
}

TEST(import_single_context, the_heading_alone_says_who_slept) {
  has(imported("BUG: scheduling while atomic: toyd/7/0x00000002\n"
               "1 lock held by toyd/7:\n"
               " #0: ff01 (&toy->slock){+.+.}-{2:2}, at: toy_hold+0x1/0x2\n"),
      "  toyd:\n    - spin_lock: toy_slock\n");
}

TEST(import_single_context, a_mutex_below_a_spinning_lock_was_only_tried) {
  const std::string yaml = imported(
      "WARNING: bad unlock balance detected!\n"
      "toyd/18 is trying to release lock (toy_lock) at:\ntoy_push+0x1/0x2\n"
      "2 locks held by toyd/18:\n"
      " #0: ff10 (&toy->slock){+.+.}-{2:2}, at: toy_open+0x1/0x9\n"
      " #1: ff11 (&toy->m){+.+.}-{3:3}, at: toy_try+0x1/0x9\n");
  has(yaml, "spin_lock: toy_slock");
  CHECK(yaml.find("toy_m") == std::string::npos);
}

}  // namespace picket
