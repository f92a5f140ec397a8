// Traces written for these tests, of contexts that exist nowhere.
#include "explorer/exchange/import.h"

#include <CppUTest/TestHarness.h>

namespace picket {
namespace {

// A line as trace_pipe writes it.
std::string line(const std::string& task, int cpu, const std::string& flags,
                 const std::string& event) {
  return "     " + task + "   [00" + std::to_string(cpu) + "] " + flags +
         " 12.000001: " + event + "\n";
}

std::string imported(const std::string& log) {
  return import_log(log, LogKind::any).yaml;
}

void has(const std::string& yaml, const std::string& part) {
  CHECK_TEXT(yaml.find(part) != std::string::npos,
             (part + "\n" + yaml).c_str());
}

// Both tasks take and give it.
std::string both(const std::string& a, const std::string& b,
                 const std::string& flags, const std::string& lock) {
  std::string out;
  for (const std::string& task : {a, b})
    out += line(task, 0, flags, "lock_acquire: aa01 " + lock) +
           line(task, 0, flags, "lock_release: aa01 " + lock);
  return out;
}

}  // namespace

TEST_GROUP(import_ftrace){};

TEST(import_ftrace, preemption_off_at_the_release_is_a_spinning_lock) {
  has(imported(both("a-1", "b-2", "...1.", "&toy->lock")),
      "toy_lock: { type: spinlock_t, class: \"&toy->lock\" }");
  has(imported(both("a-1", "b-2", ".....", "&toy->lock")),
      "toy_lock: { type: mutex, class: \"&toy->lock\" }");
}

TEST(import_ftrace, interrupts_off_are_kept) {
  has(imported(both("a-1", "b-2", "d..1.", "&toy->lock")),
      "    - spin_lock_irqsave: toy_lock\n      note: \"log line 1\"\n"
      "    - spin_unlock_irqrestore: toy_lock\n");
}

TEST(import_ftrace, a_lock_whose_holder_sleeps_is_no_spinning_one) {
  const std::string lock = "lock_acquire: aa01 read &toy->sem";
  const std::string yaml = imported(
      line("a-1", 0, "", lock) +
      line("a-1", 0, "",
           "sched_switch: prev_comm=a prev_pid=1 prev_prio=120 prev_state=D "
           "==> next_comm=b next_pid=2 next_prio=120") +
      line("b-2", 0, "", lock));
  has(yaml, "toy_sem: { type: rw_semaphore");
  has(yaml,
      "  a:\n    - down_read: toy_sem\n      note: \"log line 1\"\n"
      "    - up_read: toy_sem\n");
}

TEST(import_ftrace, trace_cmd_s_form_of_a_switch_is_read_too) {
  const std::string yaml =
      imported(line("a-1", 0, "", "lock_acquire: aa01 &(&toy->x)->rlock") +
               line("a-1", 0, "", "sched_switch: a:1 [120] D ==> b:2 [120]") +
               line("b-2", 0, "", "lock_acquire: aa01 &(&toy->x)->rlock"));
  has(yaml, "type: mutex");
}

TEST(import_ftrace, a_lock_of_one_context_is_left_out) {
  const std::string yaml =
      imported(both("a-1", "b-2", "...1.", "&toy->lock") +
               line("a-1", 0, "...1.", "lock_acquire: aa02 &own->lock") +
               line("a-1", 0, "...1.", "lock_release: aa02 &own->lock"));
  CHECK(yaml.find("own") == std::string::npos);
}

TEST(import_ftrace, a_try_gives_back_what_it_got) {
  const std::string yaml =
      imported(both("a-1", "b-2", ".....", "&toy->lock") +
               line("a-1", 0, ".....", "lock_acquire: aa01 try &toy->lock") +
               line("a-1", 0, ".....", "lock_release: aa01 &toy->lock"));
  has(yaml,
      "    - mutex_trylock: toy_lock\n      into: got_toy_lock\n"
      "      note: \"log line 5\"\n    - mutex_unlock: toy_lock\n"
      "      when: got_toy_lock\n");
}

TEST(import_ftrace, what_was_taken_before_the_log_is_taken_first) {
  const std::string yaml =
      imported(line("a-1", 0, ".....", "lock_release: aa01 &toy->lock") +
               line("b-2", 0, ".....", "lock_acquire: aa01 &toy->lock"));
  has(yaml, "  a:\n    - mutex_lock: toy_lock\n    - mutex_unlock: toy_lock\n");
}

TEST(import_ftrace, fences_are_told_apart_by_timeline_and_number) {
  const std::string fence = " driver=toy timeline=ring0 context=4 seqno=";
  const std::string yaml =
      imported(line("a-1", 0, ".....", "dma_fence_wait_start:" + fence + "7") +
               line("b-2", 1, ".....", "dma_fence_signaled:" + fence + "7") +
               line("b-2", 1, ".....", "dma_fence_signaled:" + fence + "8") +
               line("a-1", 0, ".....", "dma_fence_wait_end:" + fence + "7"));
  has(yaml, "  a:\n    - dma_fence_wait: fence_ring0_7\n");
  has(yaml,
      "  b:\n    - dma_fence_signal: fence_ring0_7\n"
      "      note: \"log line 2\"\n    - dma_fence_signal: fence_ring0_8\n");
}

TEST(import_ftrace, an_item_runs_what_its_worker_did) {
  const std::string yaml =
      imported(line("a-1", 0, ".....",
                    "workqueue_queue_work: work struct=bb01 function=toy_fn "
                    "workqueue=toy_wq req_cpu=1 cpu=1") +
               line("kworker/1:0-9", 1, ".....",
                    "workqueue_execute_start: work struct bb01: function "
                    "toy_fn") +
               line("kworker/1:0-9", 1, ".....",
                    "dma_fence_signaled: driver=toy timeline=t seqno=1") +
               line("kworker/1:0-9", 1, ".....",
                    "workqueue_execute_end: work struct bb01"));
  has(yaml, "queue_work: { wq: toy_wq, work: toy_fn }");
  has(yaml, "  toy_fn_fn:\n    - dma_fence_signal: fence_t_1\n");
}

TEST(import_ftrace, an_interrupt_comes_upon_the_tasks_of_its_cpu) {
  const std::string yaml =
      imported(both("a-1", "b-2", "...1.", "&toy->lock") +
               line("a-1", 0, "d.h1.", "irq_handler_entry: irq=24 name=toy") +
               line("a-1", 0, "d.h1.", "lock_acquire: aa01 &toy->lock") +
               line("a-1", 0, "d.h1.", "lock_release: aa01 &toy->lock") +
               line("a-1", 0, "d.h1.", "irq_handler_exit: irq=24 ret=handled"));
  has(yaml,
      "  irq_24_toy:\n    cpu: 0\n    context: hardirq\n    steps:\n"
      "      - spin_lock: toy_lock\n");
  has(yaml, "  a:\n    cpu: 0\n");
}

TEST(import_ftrace, a_comm_may_hold_anything) {
  has(imported(line("[x] -4 y-12", 3, ".....",
                    "dma_fence_signaled: driver=a timeline=t seqno=1")),
      "  x_4_y:\n    - dma_fence_signal");
}

TEST(import_ftrace, what_is_beyond_bounds_is_said) {
  std::string log;
  for (int k = 1; k < 40; ++k)
    log += line("t-" + std::to_string(k), 0, ".....",
                "dma_fence_signaled: driver=a timeline=t seqno=1");
  has(imported(log), "# Left out: contexts beyond the first 16.");
}

TEST(import_ftrace, a_worker_may_stand_in_angle_brackets) {
  const std::string yaml = imported(
      "  toyd-31   [003] d..2. 1.5: dma_fence_wait_start: driver=toy "
      "timeline=ring ctx=2 seqno=17\n"
      "   <kworker/u16:2-89> [005] d..2. 1.6: dma_fence_signaled: driver=toy "
      "timeline=ring ctx=2 seqno=17\n");
  has(yaml, "  kworker_u16_2:\n    - dma_fence_signal: fence_ring_17\n");
}

TEST(import_ftrace, lines_that_mail_broke_are_whole) {
  const std::string yaml = imported(
      "  toyd-31  [003] d... 1.5: workqueue_queue_work: \n"
      "work struct=00aa function=toy_reset \n"
      "[toy] workqueue=toy_wq req_cpu=1 cpu=1\n"
      "  kworker/1:1H-55  [003] .... 1.6: \n"
      "workqueue_execute_start: work struct 00aa: function \n"
      "toy_reset [toy]\n");
  has(yaml, "    - queue_work: { wq: toy_wq, work: toy_reset }\n");
}

TEST(import_ftrace, an_item_that_ran_before_it_was_queued_was_queued_before) {
  const std::string yaml = imported(
      "  kworker/1:1-55  [003] .... 1.1: workqueue_execute_start: work struct "
      "00aa: function toy_ping [toy]\n"
      "  kworker/1:1-55  [003] d... 1.2: workqueue_queue_work: work "
      "struct=00bb function=toy_pong workqueue=toy_wq req_cpu=1 cpu=1\n"
      "  kworker/1:1-55  [003] .... 1.3: workqueue_execute_end: work struct "
      "00aa: function toy_ping [toy]\n"
      "  kworker/1:1-55  [003] .... 1.4: workqueue_execute_start: work struct "
      "00bb: function toy_pong\n"
      "  kworker/1:1-55  [003] d... 1.5: workqueue_queue_work: work "
      "struct=00aa function=toy_ping [toy] workqueue=toy_wq req_cpu=1 cpu=1\n");
  has(yaml, "  queue_toy_ping:\n");
  CHECK(yaml.find("queue_toy_pong:") == std::string::npos);
}

TEST(import_ftrace, items_with_hidden_addresses_go_by_their_function) {
  const std::string yaml = imported(
      "  kworker/1:1-55  [003] .... 1.1: workqueue_execute_start: work struct "
      "(ptrval): function toy_one\n"
      "  kworker/1:1-55  [003] .... 1.2: workqueue_execute_start: work struct "
      "(ptrval): function toy_two\n");
  has(yaml, "schedule_work: toy_one");
  has(yaml, "schedule_work: toy_two");
}

TEST(import_ftrace, a_fence_that_came_was_signalled_by_somebody) {
  const std::string wait =
      "  toyd-31   [003] d..2. 1.5: dma_fence_wait_start: driver=toy "
      "timeline=ring context=2 seqno=17\n";
  const std::string came =
      "  toyd-31   [003] d..2. 1.9: dma_fence_wait_end: driver=toy "
      "timeline=ring context=2 seqno=17\n";
  has(imported(wait + came), "  signals_fence_ring_17:\n");
  CHECK(imported(wait).find("signals_fence") == std::string::npos);
}

}  // namespace picket
