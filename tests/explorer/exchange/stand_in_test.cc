// What lockdep writes as a lock becomes what it stands for.
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

// A mutex held by toy_stop(), which waits for `lock` in `taker`, where
// `holder` takes the mutex.
std::string ring(const std::string& lock, const std::string& taker,
                 const std::string& holder = "toy_fn") {
  return "possible circular locking dependency detected\n"
         "-> #1 (" +
         lock + "){+.+.}-{0:0}:\n " + taker +
         "+0x1/0x2\n toy_stop+0x1/0x2\n"
         "-> #0 (&toy->lock){+.+.}-{4:4}:\n __mutex_lock+0x1/0x2\n " +
         holder + "+0x1/0x2\n";
}

std::string spinning(std::string log) {
  const std::string from = "{4:4}:\n __mutex_lock";
  log.replace(log.find(from), from.size(), "{2:2}:\n _raw_spin_lock");
  return log;
}

}  // namespace

TEST_GROUP(import_stand_in){};

TEST(import_stand_in, a_timer_is_armed_and_deleted) {
  const std::string yaml =
      imported(spinning(ring("(&toy->timer)", "del_timer_sync")));
  has(yaml, "toy_timer: { type: timer_list, function: toy_fn_fn }");
  has(yaml, "timer_delete_sync: toy_timer");
  has(yaml, "  arm_toy_timer:\n    - mod_timer: toy_timer\n");
  has(yaml, "deadlock: [toy_stop, toy_timer]");
}

TEST(import_stand_in, a_timer_need_not_be_called_so) {
  has(imported(spinning(ring("(&toy->retry)", "timer_delete_sync"))),
      "toy_retry: { type: timer_list");
}

TEST(import_stand_in, delayed_work_has_a_queue) {
  const std::string lock = "(work_completion)(&(&toy->dwork)->work)";
  const std::string yaml = imported(ring(lock, "cancel_delayed_work_sync"));
  has(yaml, "type: delayed_work");
  has(yaml, "cancel_delayed_work_sync: toy_dwork_work");
  has(yaml, "queue_delayed_work: { wq: events, work: toy_dwork_work }");
  has(imported(ring(lock, "flush_delayed_work")), "flush_delayed_work:");
}

TEST(import_stand_in, who_cancels_does_not_flush) {
  has(imported(ring("(work_completion)(&toy->work)", "cancel_work_sync")),
      "cancel_work_sync: toy_work");
  has(imported(ring("(work_completion)(&toy->work)", "__flush_work")),
      "flush_work: toy_work");
}

TEST(import_stand_in, sections_of_srcu_and_who_waits_for_them) {
  const std::string yaml = imported(ring("&toy->srcu", "synchronize_srcu"));
  has(yaml, "toy_srcu: { type: srcu_struct, class: \"&toy->srcu\" }");
  has(yaml, "  toy_fn:\n    - srcu_read_lock: toy_srcu\n");
  has(yaml, "    - synchronize_srcu: toy_srcu\n");
  has(yaml, "deadlock: [toy_stop, toy_fn]");
}

TEST(import_stand_in, a_section_of_rcu_may_not_sleep) {
  has(imported(ring("rcu_read_lock", "synchronize_rcu")),
      "misuse: sleep-in-atomic");
  const std::string yaml =
      imported(spinning(ring("rcu_read_lock", "synchronize_rcu")));
  has(yaml, "    - rcu_read_lock\n");
  has(yaml, "    - synchronize_rcu: ~\n");
}

TEST(import_stand_in, per_cpu_semaphores_and_the_mmap_lock_are_themselves) {
  has(imported(ring("cpu_hotplug_lock", "cpus_read_lock")),
      "    - percpu_down_read: cpu_hotplug_lock\n");
  const std::string yaml = imported(ring("&mm->mmap_lock", "__might_fault"));
  has(yaml, "    - mmap_read_lock: ~\n");
  has(yaml, "    - mmap_write_lock\n");
}

TEST(import_stand_in, a_notifier_is_the_kernel_s_own_annotation) {
  const std::string yaml = imported(
      "possible circular locking dependency detected\n"
      "-> #1 (mmu_notifier_invalidate_range_start){+.+.}-{0:0}:\n"
      " __mmu_notifier_invalidate_range_start+0x1/0x2\n toy_unmap+0x1/0x2\n"
      "-> #0 (&toy->lock){+.+.}-{4:4}:\n __mutex_lock+0x1/0x2\n"
      " toy_invalidate+0x1/0x2\n");
  has(yaml, "    - mmu_notifier_invalidate_range_start: ~\n");
  has(yaml, "    - mmu_notifier_invalidate_range_end\n");
}

TEST(import_stand_in, on_preempt_rt_a_spinlock_sleeps_and_a_raw_one_does_not) {
  const std::string log =
      "possible circular locking dependency detected\n"
      "6.12.0-rt3 #1 Not tainted\n"
      "-> #1 (&toy->raw){+.+.}-{2:2}:\n _raw_spin_lock+0x1/0x2\n"
      " toy_raw+0x1/0x2\n"
      "-> #0 (&toy->lock){+.+.}-{3:3}:\n rt_spin_lock+0x1/0x2\n"
      " toy_take+0x1/0x2\n";
  const std::string yaml = imported(log);
  has(yaml, "toy_raw: { type: raw_spinlock_t");
  has(yaml, "toy_lock: { type: spinlock_t");
  has(yaml, "config: { preempt_rt: true }");
  has(yaml, "misuse: sleep-in-atomic");
}

TEST(import_stand_in, where_nobody_can_wait_lockdep_alone_complains) {
  const std::string head =
      "WARNING: possible circular locking dependency detected\n";
  const std::string notifier =
      "(mmu_notifier_invalidate_range_start)"
      "{+.+.}-{0:0}";
  const std::string reclaim = "(fs_reclaim){+.+.}-{0:0}";
  const auto chain = [&](const std::string& one, const std::string& zero) {
    return head + "-> #1 " + one + ":\n toy_unmap+0x1/0x2\n-> #0 " + zero +
           ":\n toy_shrink+0x1/0x2\n";
  };
  for (const std::string& log :
       {chain(notifier, reclaim), chain(reclaim, notifier)}) {
    const std::string yaml = imported(log);
    has(yaml, "    - mmu_notifier_invalidate_range_start\n    - kmalloc: ");
    has(yaml, "expect: pass\nreports: { lockdep: report }\n");
  }
}

TEST(import_stand_in, reclaim_must_not_flush_a_queue_without_a_rescuer) {
  has(imported("WARNING: possible circular locking dependency detected\n"
               "-> #1 (fs_reclaim){+.+.}-{0:0}:\n __kmalloc+0x1/0x2\n"
               " toy_work+0x1/0x2\n process_one_work+0x1/0x2\n"
               "-> #0 ((work_completion)(&toy->work)){+.+.}-{0:0}:\n"
               " __flush_work+0x1/0x2\n toy_shrink+0x1/0x2\n"),
      "misuse: wrong-context");
}

TEST(import_stand_in, who_allocates_below_a_spinning_lock_sleeps) {
  has(imported("WARNING: possible circular locking dependency detected\n"
               "-> #1 (fs_reclaim){+.+.}-{0:0}:\n __kmalloc+0x1/0x2\n"
               " toy_grow+0x1/0x2\n"
               "-> #0 (&toy->slock){+.+.}-{2:2}:\n _raw_spin_lock+0x1/0x2\n"
               " toy_shrink+0x1/0x2\n"),
      "misuse: sleep-in-atomic");
}

}  // namespace picket
