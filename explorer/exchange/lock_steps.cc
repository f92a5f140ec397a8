// Where the language has no object for a pseudo-lock, one that blocks in the
// same cases stands in, and the scenario says so.
#include "explorer/exchange/lock_steps.h"

namespace picket {
namespace {

struct Pair {
  const char* take;
  const char* give;
};

Pair lock_operations(LockKind kind, bool read) {
  switch (kind) {
    case LockKind::mutex: return {"mutex_lock", "mutex_unlock"};
    case LockKind::rt_mutex: return {"rt_mutex_lock", "rt_mutex_unlock"};
    case LockKind::rw_semaphore:
    case LockKind::rcu_callback:
      return read ? Pair{"down_read", "up_read"}
                  : Pair{"down_write", "up_write"};
    case LockKind::percpu_rw_semaphore:
      return read ? Pair{"percpu_down_read", "percpu_up_read"}
                  : Pair{"percpu_down_write", "percpu_up_write"};
    case LockKind::raw_spinlock: return {"raw_spin_lock", "raw_spin_unlock"};
    case LockKind::spinlock: return {"spin_lock", "spin_unlock"};
    case LockKind::rwlock:
      return read ? Pair{"read_lock", "read_unlock"}
                  : Pair{"write_lock", "write_unlock"};
    case LockKind::semaphore: return {"down", "up"};
    case LockKind::mmap_lock:
      return read ? Pair{"mmap_read_lock", "mmap_read_unlock"}
                  : Pair{"mmap_write_lock", "mmap_write_unlock"};
    case LockKind::notifier:
      return {"mmu_notifier_invalidate_range_start",
              "mmu_notifier_invalidate_range_end"};
    case LockKind::rcu: return {"rcu_read_lock", "rcu_read_unlock"};
    case LockKind::srcu: return {"srcu_read_lock", "srcu_read_unlock"};
    case LockKind::reservation: return {"dma_resv_lock", "dma_resv_unlock"};
    case LockKind::ww_mutex: return {"ww_mutex_lock", "ww_mutex_unlock"};
    case LockKind::ww_context: return {"ww_acquire_init", "ww_acquire_fini"};
    default: return {"nop", "nop"};
  }
}

// "rcu_read_lock_bh" is a section of its own kind.
Pair rcu_operations(const std::string& klass) {
  if (klass.starts_with("rcu_read_lock_bh"))
    return {"rcu_read_lock_bh", "rcu_read_unlock_bh"};
  if (klass.starts_with("rcu_read_lock_sched"))
    return {"rcu_read_lock_sched", "rcu_read_unlock_sched"};
  return lock_operations(LockKind::rcu, true);
}

bool cancels(const Modelled& object) { return contains(object.by, "cancel"); }

// Who only waits; none where waiting is taking.
const char* waiting_operation(const Modelled& object) {
  switch (object.kind) {
    case LockKind::fence: return "dma_fence_wait";
    case LockKind::work:
      return cancels(object) ? "cancel_work_sync" : "flush_work";
    case LockKind::delayed_work:
      return cancels(object) ? "cancel_delayed_work_sync"
                             : "flush_delayed_work";
    case LockKind::irq_work: return "irq_work_sync";
    case LockKind::timer: return "timer_delete_sync";
    case LockKind::workqueue: return "flush_workqueue";
    case LockKind::completion: return "wait_for_completion";
    case LockKind::kthread: return "kthread_stop";
    case LockKind::rcu: return "synchronize_rcu";
    case LockKind::srcu: return "synchronize_srcu";
    default: return nullptr;
  }
}

}  // namespace

std::string object_type(LockKind kind) {
  switch (kind) {
    case LockKind::mutex: return "mutex";
    case LockKind::rt_mutex: return "rt_mutex";
    case LockKind::rw_semaphore:
    case LockKind::rcu_callback: return "rw_semaphore";
    case LockKind::percpu_rw_semaphore: return "percpu_rw_semaphore";
    case LockKind::raw_spinlock: return "raw_spinlock_t";
    case LockKind::spinlock: return "spinlock_t";
    case LockKind::rwlock: return "rwlock_t";
    case LockKind::semaphore: return "semaphore";
    case LockKind::reservation: return "dma_resv";
    case LockKind::ww_mutex: return "ww_mutex";
    case LockKind::ww_context: return "ww_acquire_ctx";
    case LockKind::work: return "work_struct";
    case LockKind::delayed_work: return "delayed_work";
    case LockKind::irq_work: return "irq_work";
    case LockKind::timer: return "timer_list";
    case LockKind::workqueue: return "workqueue_struct";
    case LockKind::fence: return "dma_fence";
    case LockKind::completion: return "completion";
    case LockKind::condition: return "wait_queue_head";
    case LockKind::srcu: return "srcu_struct";
    case LockKind::rcu:
    case LockKind::mmap_lock:
    case LockKind::kthread:
    case LockKind::reclaim:
    case LockKind::notifier: return "";
  }
  return "";
}

bool keeps_class(LockKind kind) {
  switch (kind) {
    case LockKind::reservation:
    case LockKind::ww_mutex:
    case LockKind::ww_context:
    case LockKind::fence:
    case LockKind::irq_work:
    case LockKind::timer: return false;
    default: return true;
  }
}

std::string stand_in(LockKind kind) {
  switch (kind) {
    case LockKind::rcu_callback:
      return "callbacks of RCU: running one is down_read, rcu_barrier is "
             "down_write";
    default: return "";
  }
}

Section held_section(const Modelled& object, bool read,
                     const std::string& note) {
  const std::string& name = object.name;
  switch (object.kind) {
    case LockKind::fence:
      return {{{"dma_fence_begin_signalling", "", note}},
              {{"dma_fence_signal", name, ""},
               {"dma_fence_end_signalling", "", ""}}};
    case LockKind::completion: return {{}, {{"complete", name, ""}}};
    case LockKind::reclaim:
    case LockKind::condition:
    case LockKind::kthread: return {};
    default: break;
  }
  if (is_item(object.kind)) return {};
  const Pair pair = object.kind == LockKind::rcu
                        ? rcu_operations(object.klass)
                        : lock_operations(object.kind, read);
  const std::string argument =
      object_type(object.kind).empty() ? ""
      : object.context.empty()
          ? name
          : "{ lock: " + name + ", ctx: " + object.context + " }";
  const bool of_nothing = argument.empty();
  return {{{pair.take, argument, note}},
          {{pair.give, of_nothing ? "" : name, ""}}};
}

DraftSteps waiting_steps(const Modelled& object, bool read,
                         const std::string& note) {
  const bool reads_rcu =
      read && (object.kind == LockKind::rcu || object.kind == LockKind::srcu);
  if (const char* operation = waiting_operation(object);
      operation != nullptr && !reads_rcu)
    return {{operation, object.kind == LockKind::rcu ? "" : object.name, note}};
  if (object.kind == LockKind::condition)
    return {{"wait_event",
             "{ wq: " + object.name + ", until: " + object.context + " }",
             note}};
  Section section = held_section(object, read, note);
  section.open.insert(section.open.end(), section.close.begin(),
                      section.close.end());
  return section.open;
}

bool needs_queue(LockKind kind) { return kind == LockKind::delayed_work; }

DraftStep starting_step(const Modelled& item, const std::string& queue) {
  const std::string both = "{ wq: " + queue + ", work: " + item.name + " }";
  switch (item.kind) {
    case LockKind::timer: return {"mod_timer", item.name, ""};
    case LockKind::irq_work: return {"irq_work_queue", item.name, ""};
    case LockKind::delayed_work: return {"queue_delayed_work", both, ""};
    default:
      return queue.empty() ? DraftStep{"schedule_work", item.name, ""}
                           : DraftStep{"queue_work", both, ""};
  }
}

}  // namespace picket
