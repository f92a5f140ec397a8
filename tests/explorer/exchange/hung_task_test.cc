// Hung tasks, and who holds what they wait for.
#include "explorer/exchange/import.h"
#include "spec/yaml/scenario_reader.h"

#include <CppUTest/TestHarness.h>

namespace picket {
namespace {

std::string imported(const std::string& log) {
  const Imported out = import_log(log, LogKind::any);
  const ReadResult read = read_scenario_text("log.yaml", out.yaml, {});
  CHECK_TEXT(!has_errors(read.diagnostics), out.yaml.c_str());
  return out.yaml;
}

void has(const std::string& yaml, const std::string& part) {
  CHECK_TEXT(yaml.find(part) != std::string::npos,
             (part + "\n" + yaml).c_str());
}

std::string hung(const std::string& task, const std::string& functions) {
  return "INFO: task " + task + " blocked for more than 122 seconds.\n" +
         "      Not tainted 6.12.0-toy #3\nCall Trace:\n <TASK>\n" +
         " __schedule+0x1/0x2\n schedule+0x1/0x2\n" + functions + " </TASK>\n";
}

const char* const kMutex = " __mutex_lock+0x1/0x2\n";

}  // namespace

TEST_GROUP(import_hung_task){};

TEST(import_hung_task, the_list_of_locks_names_the_owner) {
  const std::string yaml = imported(
      hung("left:11", std::string(kMutex) + " toy_left+0x1/0x2\n") +
      hung("right/0:12", std::string(kMutex) + " toy_right+0x1/0x2\n") +
      "\nShowing all locks held in the system:\n"
      "1 lock held by khungtaskd/28:\n"
      " #0: ff00 (rcu_read_lock){....}-{1:3}, at: "
      "debug_show_all_locks+0x1/0x2\n"
      "2 locks held by left/11:\n"
      " #0: ff01 (&toy->a){+.+.}-{4:4}, at: toy_left+0x1/0x2\n"
      " #1: ff02 (&toy->b){+.+.}-{4:4}, at: toy_left+0x1/0x2\n"
      "2 locks held by right/0/12:\n"
      " #0: ff02 (&toy->b){+.+.}-{4:4}, at: toy_right+0x1/0x2\n"
      " #1: ff01 (&toy->a){+.+.}-{4:4}, at: toy_right+0x1/0x2\n");
  has(yaml, "deadlock: [left, right_0]");
}

TEST(import_hung_task, an_owner_that_does_not_hang_has_its_name) {
  const std::string yaml =
      imported(hung("left:11", std::string(kMutex) + " toy_left+0x1/0x2\n") +
               "Showing all locks held in the system:\n"
               "1 lock held by left/11:\n"
               " #0: ff02 (&toy->b){+.+.}-{4:4}, at: toy_left+0x1/0x2\n"
               "1 lock held by busy/12:\n"
               " #0: ff02 (&toy->b){+.+.}-{4:4}, at: toy_busy+0x1/0x2\n");
  has(yaml, "  busy:\n    - mutex_lock: toy_b\n");
  has(yaml, "hang: busy");
}

TEST(import_hung_task, who_sleeps_on_its_own_sleeps_on_a_wait_queue) {
  const std::string yaml =
      imported(hung("toyd:11", " toy_wait_idle+0x1/0x2\n"));
  has(yaml, "wq_in_toy_wait_idle: wait_queue_head\n");
  has(yaml,
      "    - wait_event: { wq: wq_in_toy_wait_idle, until: "
      "condition_of_wq_in_toy_wait_idle }\n");
  has(yaml, "hang: toyd");
}

TEST(import_hung_task, a_completion_is_known_by_who_waits) {
  const std::string yaml =
      imported(hung("toyd:11",
                    " schedule_timeout+0x1/0x2\n __wait_for_common+0x1/0x2\n"
                    " toy_remove+0x1/0x2\n"));
  has(yaml, "TODO: who signals `completion_in_toy_remove`");
}

TEST(import_hung_task, pages_and_bits_are_semaphores_and_wait_queues) {
  has(imported(hung("toyd:11",
                    " io_schedule+0x1/0x2\n"
                    " folio_wait_bit_common+0x1/0x2\n"
                    " __folio_lock+0x1/0x2\n toy_read+0x1/0x2\n")),
      "    - down: semaphore_in_toy_read\n");
  has(imported(hung("toyd:11",
                    " io_schedule+0x1/0x2\n"
                    " folio_wait_bit_common+0x1/0x2\n"
                    " folio_wait_writeback+0x1/0x2\n"
                    " toy_sync+0x1/0x2\n")),
      "    - wait_event: { wq: wq_in_toy_sync,");
}

TEST(import_hung_task, a_grace_period_waits_for_a_reader) {
  const std::string yaml =
      imported(hung("toyd:11",
                    " __wait_rcu_gp+0x1/0x2\n synchronize_rcu+0x1/0x2\n"
                    " toy_free+0x1/0x2\n"));
  has(yaml, "stands for RCU");
  has(yaml, "    - synchronize_srcu: srcu_struct_in_toy_free\n");
  has(yaml, "hang: reader_of_srcu_struct_in_toy_free");
}

TEST(import_hung_task, a_thread_that_is_stopped_is_a_kthread) {
  const std::string yaml =
      imported(hung("rmmod:11",
                    " wait_for_completion+0x1/0x2\n kthread_stop+0x1/0x2\n"
                    " toy_exit+0x1/0x2\n"));
  has(yaml, "  kthread_in_toy_exit:\n    context: kthread\n");
  has(yaml, "    - kthread_stop: kthread_in_toy_exit\n");
}

TEST(import_hung_task, a_broken_line_names_its_owner) {
  has(imported(hung("a:1", std::string(kMutex) + " toy_a+0x1/0x2\n") +
               "INFO: task a:1 is blocked on a mutex likely owned by task\n"
               "b:2.\n" +
               hung("b:2", " toy_wait+0x1/0x2\n")),
      "  b:\n    - mutex_lock: mutex_in_toy_a\n    - wait_event:");
}

TEST(import_hung_task, what_a_worker_runs_is_an_item_on_its_queue) {
  const std::string yaml = imported(
      "INFO: task kworker/u8:2:31 blocked for more than 122 seconds.\n"
      "Workqueue: toy_wq toy_flush_work [toy]\nCall Trace:\n"
      " __schedule+0x1/0x2\n __mutex_lock+0x1/0x2\n"
      " toy_flush_work+0x1/0x2 [toy]\n process_one_work+0x1/0x2\n");
  has(yaml, "  toy_wq: workqueue_struct\n");
  has(yaml,
      "  toy_flush_work: { type: work_struct, function: toy_flush_work_fn }\n");
  has(yaml,
      "  toy_flush_work_fn:\n    - mutex_lock: mutex_in_toy_flush_work\n");
  has(yaml, "    - queue_work: { wq: toy_wq, work: toy_flush_work }\n");
}

TEST(import_hung_task, a_worker_is_known_by_its_trace_too) {
  has(imported(hung("kworker/0:1:9",
                    " toy_wait_idle+0x1/0x2\n toy_tick_work+0x1/0x2\n"
                    " process_one_work+0x1/0x2\n worker_thread+0x1/0x2\n")),
      "    - schedule_work: toy_tick_work\n");
}

TEST(import_hung_task, the_name_of_an_item_is_the_last_word_of_its_line) {
  const std::string yaml = imported(
      "INFO: task kworker/u8:2:31 blocked for more than 122 seconds.\n"
      "Workqueue: writeback toy_workfn (flush-8:0)\nCall Trace:\n"
      " __schedule+0x1/0x2\n toy_wait+0x1/0x2\n toy_workfn+0x1/0x2\n");
  has(yaml, "{ wq: writeback, work: toy_workfn }");
  has(yaml, "hang: toy_workfn");
}

TEST(import_hung_task, who_flushes_keeps_the_only_item_from_its_lock) {
  const std::string yaml = imported(
      "INFO: task kworker/0:1:9 blocked for more than 122 seconds.\n"
      "Workqueue: events toy_work\nCall Trace:\n __schedule+0x1/0x2\n"
      " __mutex_lock+0x1/0x2\n toy_work+0x1/0x2\n"
      "INFO: task kworker/0:1:9 is blocked on a mutex likely owned by task "
      "rmmod:70.\n" +
      hung("rmmod:70",
           " __flush_work+0x1/0x2\n __cancel_work_sync+0x1/0x2\n"
           " cancel_work_sync+0x1/0x2\n toy_exit+0x1/0x2\n"));
  has(yaml, "TODO: the log does not say what rmmod waits for; `toy_work`");
  has(yaml, "    - cancel_work_sync: toy_work\n");
  has(yaml, "deadlock: [toy_work, rmmod]");
}

TEST(import_hung_task, who_owns_what_it_waits_for_locks_it_twice) {
  const std::string log =
      hung("a:1", std::string(kMutex) + " toy_a+0x1/0x2\n") +
      "INFO: task a:1 is blocked on a mutex likely owned by task a:1.\n";
  has(imported(log), "    - mutex_lock: mutex_in_toy_a\n    - mutex_lock: ");
  has(imported(log), "misuse: recursive-lock");
  has(imported(hung("a:1", std::string(kMutex) + " toy_a+0x4/0x9\n") +
               "Showing all locks held in the system:\n"
               "2 locks held by a/1:\n"
               " #0: ff01 (&toy->m){+.+.}-{4:4}, at: toy_b+0x1/0x2\n"
               " #1: ff01 (&toy->m){+.+.}-{4:4}, at: toy_a+0x4/0x9\n"),
      "misuse: recursive-lock");
}

TEST(import_hung_task, a_semaphore_has_a_last_holder) {
  const std::string yaml =
      imported(hung("a:1", " down+0x1/0x2\n toy_a+0x1/0x2\n") +
               "INFO: task a:1 blocked on a semaphore likely last held by "
               "task my task:2\n" +
               hung("my task:2", " toy_wait+0x1/0x2\n"));
  has(yaml, "  my_task:\n    - down: semaphore_in_toy_a\n");
  has(yaml, "hang: my_task");
}

TEST(import_hung_task, an_rw_semaphore_says_who_reads_it) {
  has(imported(hung("a:1",
                    " rwsem_down_write_slowpath+0x1/0x2\n"
                    " down_write+0x1/0x2\n toy_a+0x1/0x2\n") +
               "INFO: task a:1 <writer> blocked on an rw-semaphore likely "
               "owned by task b:2 <reader>\n"
               "task:b               state:S stack:0\n" +
               hung("b:2", " toy_wait+0x1/0x2\n")),
      "  b:\n    - down_read: rw_semaphore_in_toy_a\n");
}

TEST(import_hung_task, a_lock_of_the_list_has_its_class) {
  const std::string yaml =
      imported(hung("left:11", std::string(kMutex) + " toy_left+0x4/0x9\n") +
               "Showing all locks held in the system:\n"
               "locks held by left/11: 2, last CPU#1:\n"
               " #0: ff02 (&toy->b){+.+.}-{4:4}, at: toy_take [inline]\n"
               " #0: ff02 (&toy->b){+.+.}-{4:4}, at: toy_left+0x1/0x9\n"
               " #1: ff03 (&toy->c){+.+.}-{4:4}, at: toy_left+0x4/0x9\n"
               "locks held by busy/12: 1, last CPU#0:\n"
               " #0: ff03 (&toy->c){+.+.}-{4:4}, at: toy_busy+0x1/0x2\n");
  has(yaml, "  toy_c: { type: mutex, class: \"&toy->c\" }\n");
  has(yaml, "  busy:\n    - mutex_lock: toy_c\n");
}

TEST(import_hung_task, a_page_is_locked_where_nobody_waits_for_it) {
  has(imported(hung("toyd:11",
                    " io_schedule+0x1/0x2\n"
                    " folio_wait_bit_common+0x1/0x2\n"
                    " toy_get_folio+0x1/0x2\n")),
      "    - down: semaphore_in_toy_get_folio\n");
}

TEST(import_hung_task, a_task_that_only_another_s_line_names_has_its_reasons) {
  const std::string yaml =
      imported(hung("a:1", std::string(kMutex) + " toy_a+0x1/0x2\n") +
               "INFO: task a:1 is blocked on a mutex likely owned by task "
               "kworker/0:7:9.\n");
  has(yaml,
      "  kworker_0_7:\n    - mutex_lock: mutex_in_toy_a\n"
      "    - wait_for_completion: unknown\n");
  has(yaml, "hang: kworker_0_7");
}

TEST(import_hung_task, a_list_may_come_in_pieces) {
  has(imported(hung("left:11", std::string(kMutex) + " toy_left+0x4/0x9\n") +
               "Showing all locks held in the system:\n"
               "1 lock held by left/11:\n"
               " #0: \nff03\n (\n&toy->c\n#2\n){+.+.}-{4:4}\n"
               ", at: toy_left+0x4/0x9\n"),
      "class: \"&toy->c#2\"");
}

TEST(import_hung_task, fences_have_waits_of_their_drivers) {
  has(imported(hung("toyd:1",
                    " kcl_fence_default_wait+0x1/0x2\n"
                    " reservation_object_wait_timeout_rcu+0x1/0x2\n"
                    " toy_flip+0x1/0x2\n")),
      "unsignaled-fence: dma_fence_in_toy_flip");
}

TEST(import_hung_task, a_line_that_mail_broke_softly_is_joined) {
  has(imported(hung("a:1", " down_write+0x1/0x2\n toy_a+0x1/0x2\n") +
               "INFO: task a:1 <writer> blocked on =\n"
               "an rw-semaphore likely owned by task b:2 <reader>\n"),
      "  b:\n    - down_read: rw_semaphore_in_toy_a\n");
}

TEST(import_hung_task, what_spins_has_a_stand_in_that_sleeps) {
  const std::string yaml =
      imported(hung("toyd:1", " _raw_spin_lock+0x1/0x2\n toy_a+0x1/0x2\n"));
  has(yaml, "stands for a spinning lock");
  has(yaml, "    - mutex_lock: mutex_in_toy_a\n");
}

TEST(import_hung_task, several_that_wait_for_a_page_do_not_lock_it_in_turn) {
  const std::string one =
      " io_schedule+0x1/0x2\n __folio_lock+0x1/0x2\n toy_read+0x1/0x2\n";
  const std::string yaml = imported(hung("a:1", one) + hung("b:2", one));
  has(yaml, "A mutex stands for `semaphore_in_toy_read`");
  has(yaml, "  semaphore_in_toy_read: mutex\n");
}

}  // namespace picket
