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
    case LockKind::percpu_rw_semaphore:
    case LockKind::grace_period:
      return read ? Pair{"down_read", "up_read"}
                  : Pair{"down_write", "up_write"};
    case LockKind::raw_spinlock: return {"raw_spin_lock", "raw_spin_unlock"};
    case LockKind::spinlock: return {"spin_lock", "spin_unlock"};
    case LockKind::rwlock:
      return read ? Pair{"read_lock", "read_unlock"}
                  : Pair{"write_lock", "write_unlock"};
    case LockKind::reservation: return {"dma_resv_lock", "dma_resv_unlock"};
    case LockKind::ww_mutex: return {"ww_mutex_lock", "ww_mutex_unlock"};
    case LockKind::ww_context: return {"ww_acquire_init", "ww_acquire_fini"};
    default: return {"nop", "nop"};
  }
}

}  // namespace

std::string object_type(LockKind kind) {
  switch (kind) {
    case LockKind::mutex: return "mutex";
    case LockKind::rt_mutex: return "rt_mutex";
    case LockKind::rw_semaphore:
    case LockKind::percpu_rw_semaphore:
    case LockKind::grace_period: return "rw_semaphore";
    case LockKind::raw_spinlock: return "raw_spinlock_t";
    case LockKind::spinlock: return "spinlock_t";
    case LockKind::rwlock: return "rwlock_t";
    case LockKind::reservation: return "dma_resv";
    case LockKind::ww_mutex: return "ww_mutex";
    case LockKind::ww_context: return "ww_acquire_ctx";
    case LockKind::work:
    case LockKind::timer: return "work_struct";
    case LockKind::workqueue: return "workqueue_struct";
    case LockKind::fence: return "dma_fence";
    case LockKind::completion: return "completion";
    case LockKind::reclaim:
    case LockKind::notifier: return "";
  }
  return "";
}

std::string stand_in(LockKind kind) {
  switch (kind) {
    case LockKind::percpu_rw_semaphore:
      return "a percpu_rw_semaphore, or something taken like one; an "
             "rw_semaphore stands for it";
    case LockKind::grace_period:
      return "RCU or SRCU: read sections are down_read, waiting for a grace "
             "period is down_write";
    case LockKind::timer:
      return "a timer: its function is a work item's here, timer_delete_sync "
             "is flush_work";
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
    case LockKind::notifier:
      return {{{"nop", "", "mmu_notifier_invalidate_range_start, " + note}},
              {}};
    case LockKind::completion: return {{}, {{"complete", name, ""}}};
    case LockKind::reclaim:
    case LockKind::work:
    case LockKind::timer:
    case LockKind::workqueue: return {};
    default: break;
  }
  const Pair pair = lock_operations(object.kind, read);
  const std::string argument =
      object.context.empty()
          ? name
          : "{ lock: " + name + ", ctx: " + object.context + " }";
  return {{{pair.take, argument, note}}, {{pair.give, name, ""}}};
}

DraftSteps waiting_steps(const Modelled& object, bool read,
                         const std::string& note) {
  const std::string& name = object.name;
  switch (object.kind) {
    case LockKind::fence: return {{"dma_fence_wait", name, note}};
    case LockKind::work:
    case LockKind::timer: return {{"flush_work", name, note}};
    case LockKind::workqueue: return {{"flush_workqueue", name, note}};
    case LockKind::completion: return {{"wait_for_completion", name, note}};
    default: break;
  }
  Section section = held_section(object, read, note);
  section.open.insert(section.open.end(), section.close.begin(),
                      section.close.end());
  return section.open;
}

}  // namespace picket
