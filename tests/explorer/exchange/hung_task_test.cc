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
  has(yaml, "  busy:\n    - mutex_lock: mutex_in_toy_left\n");
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

}  // namespace picket
