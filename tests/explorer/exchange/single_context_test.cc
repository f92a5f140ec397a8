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

}  // namespace picket
