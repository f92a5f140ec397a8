// Two tables: functions that take locks, and names of pseudo-locks.
#include "explorer/exchange/lock_kind.h"

namespace picket {
namespace {

struct Taker {
  const char* prefix;
  std::optional<LockKind> kind;
  bool read = false;
  bool waits = true;
};

// The first whose prefix begins the function's name; with '$', is all of it.
constexpr Taker kTakers[] = {
    {"__ww_mutex_lock", LockKind::ww_mutex},
    {"ww_mutex_lock", LockKind::ww_mutex},
    {"__mutex_lock", LockKind::mutex},
    {"mutex_lock", LockKind::mutex},
    {"_mutex_lock", LockKind::mutex},
    {"rt_mutex_lock", LockKind::rt_mutex},
    {"_rt_mutex_lock", LockKind::rt_mutex},
    {"__rt_mutex", LockKind::mutex},
    {"rt_mutex_slowlock", LockKind::mutex},
    {"rt_read_lock", LockKind::rwlock, true},
    {"rt_write_lock", LockKind::rwlock},
    {"rtlock_slowlock", LockKind::spinlock},
    {"rwbase_read_lock", LockKind::rw_semaphore, true},
    {"rwbase_write_lock", LockKind::rw_semaphore},
    {"__down_interruptible", LockKind::semaphore},
    {"__down_killable", LockKind::semaphore},
    {"__down_timeout", LockKind::semaphore},
    {"__down_common", LockKind::semaphore},
    {"percpu_down_read", LockKind::percpu_rw_semaphore, true},
    {"__percpu_down_read", LockKind::percpu_rw_semaphore, true},
    {"percpu_down_write", LockKind::percpu_rw_semaphore},
    {"cpus_read_lock", LockKind::percpu_rw_semaphore, true},
    {"cpus_write_lock", LockKind::percpu_rw_semaphore},
    {"__sb_start_write", LockKind::percpu_rw_semaphore, true},
    {"sb_start_write", LockKind::percpu_rw_semaphore, true},
    {"mnt_want_write", LockKind::percpu_rw_semaphore, true},
    {"down_read", LockKind::rw_semaphore, true},
    {"__down_read", LockKind::rw_semaphore, true},
    {"down_write", LockKind::rw_semaphore},
    {"__down_write", LockKind::rw_semaphore},
    {"mmap_read_lock", LockKind::rw_semaphore, true},
    {"mmap_write_lock", LockKind::rw_semaphore},
    {"__might_fault", LockKind::rw_semaphore, true},
    {"might_fault", LockKind::rw_semaphore, true},
    {"_raw_read_lock", LockKind::rwlock, true},
    {"__raw_read_lock", LockKind::rwlock, true},
    {"_raw_write_lock", LockKind::rwlock},
    {"__raw_write_lock", LockKind::rwlock},
    {"_raw_spin_", LockKind::spinlock},
    {"__raw_spin_", LockKind::spinlock},
    {"rt_spin_lock", LockKind::spinlock},
    {"_spin_lock", LockKind::spinlock},
    {"spin_lock", LockKind::spinlock},
    {"raw_spin_lock", LockKind::spinlock},
    {"read_lock", LockKind::rwlock, true},
    {"write_lock", LockKind::rwlock},
    {"lock_sock", LockKind::mutex},
    {"__lock_sock", LockKind::mutex},
    {"__folio_lock", LockKind::semaphore},
    {"__lock_page", LockKind::semaphore},
    {"folio_lock", LockKind::semaphore},
    {"__wait_on_bit_lock", LockKind::semaphore},
    {"out_of_line_wait_on_bit_lock", LockKind::semaphore},
    {"folio_wait_", LockKind::condition},
    {"wait_on_page_", LockKind::condition},
    {"__wait_on_bit", LockKind::condition},
    {"out_of_line_wait_on_bit", LockKind::condition},
    {"blk_queue_enter", LockKind::rw_semaphore, true},
    {"bio_queue_enter", LockKind::rw_semaphore, true},
    {"__bio_queue_enter", LockKind::rw_semaphore, true},
    {"blk_mq_freeze_queue", LockKind::rw_semaphore},
    {"blk_freeze_queue", LockKind::rw_semaphore},
    {"kernfs_drain", LockKind::rw_semaphore},
    {"__kernfs_remove", LockKind::rw_semaphore},
    {"kernfs_remove", LockKind::rw_semaphore},
    {"kernfs_get_active", LockKind::rw_semaphore, true},
    {"__flush_workqueue", LockKind::workqueue},
    {"flush_workqueue", LockKind::workqueue},
    {"touch_wq_lockdep_map", LockKind::workqueue},
    {"drain_workqueue", LockKind::workqueue},
    {"flush_rcu_work", LockKind::work},
    {"kthread_stop", LockKind::kthread},
    {"irq_work_sync", LockKind::irq_work},
    {"__flush_work", LockKind::work},
    {"start_flush_work", LockKind::work},
    {"touch_work_lockdep_map", LockKind::work},
    {"flush_work", LockKind::work},
    {"__cancel_work", LockKind::work},
    {"process_one_work", std::nullopt, false, false},
    {"__dma_fence_might_wait", LockKind::fence},
    {"dma_fence_wait", LockKind::fence},
    {"dma_fence_begin_signalling", LockKind::fence, true, false},
    {"__synchronize_srcu", LockKind::srcu},
    {"synchronize_srcu", LockKind::srcu},
    {"synchronize_rcu", LockKind::rcu},
    {"synchronize_net", LockKind::rcu},
    {"__wait_rcu_gp", LockKind::rcu},
    {"rcu_barrier", LockKind::rcu_callback},
    {"del_timer_sync", LockKind::timer},
    {"try_to_del_timer_sync", LockKind::timer},
    {"timer_delete_sync", LockKind::timer},
    {"timer_shutdown_sync", LockKind::timer},
    {"__timer_delete_sync", LockKind::timer},
    {"__try_to_del_timer_sync", LockKind::timer},
    {"call_timer_fn", LockKind::timer, false, false},
    {"rwsem_down_read", LockKind::rw_semaphore, true},
    {"call_rwsem_down_read", LockKind::rw_semaphore, true},
    {"rwsem_down_write", LockKind::rw_semaphore},
    {"call_rwsem_down_write", LockKind::rw_semaphore},
    {"destroy_workqueue", LockKind::workqueue},
    {"cancel_work_sync", LockKind::work},
    {"cancel_delayed_work", LockKind::delayed_work},
    {"flush_delayed_work", LockKind::delayed_work},
    {"dma_fence_default_wait", LockKind::fence},
    {"dma_resv_wait_timeout", LockKind::fence},
    {"reservation_object_wait", LockKind::fence},
    {"kcl_fence_", LockKind::fence},
    {"i915_request_wait", LockKind::fence},
    {"nouveau_fence_wait", LockKind::fence},
    {"ttm_bo_wait", LockKind::fence},
    {"wait_for_completion", LockKind::completion},
    {"__wait_for_common", LockKind::completion},
    {"___down_common", LockKind::semaphore},
    {"down_interruptible", LockKind::semaphore},
    {"down_killable", LockKind::semaphore},
    {"down_timeout", LockKind::semaphore},
    {"__down$", LockKind::semaphore},
    {"down$", LockKind::semaphore},
};

struct Named {
  const char* part;
  LockKind kind;
};

constexpr Named kNames[] = {
    {"(work_completion)", LockKind::work},
    {"(wq_completion)", LockKind::workqueue},
    {"dma_fence_map", LockKind::fence},
    {"fs_reclaim", LockKind::reclaim},
    {"mmu_notifier_invalidate_range_start", LockKind::notifier},
    {"ww_class_acquire", LockKind::ww_context},
    {"reservation_ww_class_mutex", LockKind::reservation},
    {"ww_class_mutex", LockKind::ww_mutex},
    {"(completion)", LockKind::completion},
    {"rcu_read_lock_trace", LockKind::srcu},
    {"rcu_tasks_trace", LockKind::srcu},
    {"srcu", LockKind::srcu},
    {"rcu_read_lock", LockKind::rcu},
    {"rcu_callback", LockKind::rcu_callback},
    {"_timer)", LockKind::timer},
    {"timer)", LockKind::timer},
};

// INIT_DELAYED_WORK names the item after the work_struct in it.
bool names_delayed_work(const std::string& name) {
  return contains(name, "(work_completion)") &&
         (name.ends_with(")->work)") || name.ends_with(").work)"));
}

// A timer's map is its name in parentheses.
bool names_timer(const LockText& lock) {
  const std::string& name = lock.name;
  return lock.wait_type <= 0 && name.starts_with("(&") &&
         name.find(')') + 1 == name.size() && !contains(name, "lock");
}

bool inside_lockdep(const std::string& base) {
  static constexpr const char* kOwn[] = {"__lock_acquire",
                                         "lock_acquire",
                                         "check_",
                                         "validate_chain",
                                         "dump_",
                                         "show_stack",
                                         "print_",
                                         "__dump_stack",
                                         "lock_map_",
                                         "mark_lock",
                                         "__bfs",
                                         "save_trace",
                                         "___might_sleep",
                                         "__might_sleep",
                                         "__might_resched",
                                         "add_lock_to_list",
                                         "unwind_",
                                         "stack_trace",
                                         "lock_sync",
                                         "rwsem_acquire",
                                         "__down_read_common",
                                         "instrument",
                                         "might_lock",
                                         "__mark_lock",
                                         "mark_usage",
                                         "lock_release",
                                         "up_write",
                                         "up_read",
                                         "mutex_unlock",
                                         "__mutex_unlock",
                                         "_raw_spin_unlock",
                                         "_raw_read_unlock",
                                         "_raw_write_unlock",
                                         "valid_state",
                                         "mark_held",
                                         "lockdep_",
                                         "dept_",
                                         "__dept_"};
  for (const char* own : kOwn)
    if (base.starts_with(own)) return true;
  return false;
}

bool allocates(const std::string& base) {
  for (const char* prefix :
       {"fs_reclaim", "__fs_reclaim", "might_alloc", "slab_pre_alloc",
        "slab_alloc", "kmem_cache_alloc", "__kmem_cache_alloc", "__kmalloc",
        "kmalloc", "prepare_alloc_pages", "__alloc_pages", "alloc_pages",
        "kzalloc", "kvzalloc", "kcalloc", "kvmalloc", "__do_kmalloc",
        "__kvmalloc"})
    if (base.starts_with(prefix)) return true;
  return false;
}

const Taker* taker(const std::string& base) {
  for (const Taker& t : kTakers)
    if (base.starts_with(t.prefix) || base + "$" == t.prefix) return &t;
  return nullptr;
}

std::string text_of(const Frame& frame) {
  return frame.place.empty() ? frame.function
                             : frame.function + " " + frame.place;
}

// "&ei->i_data_sem", "&mapping->i_mmap_rwsem#2": what decides where a log has
// no usage.
bool names_rwsem(const std::string& name) {
  const std::string_view plain =
      std::string_view(name).substr(0, name.find_first_of("#/"));
  return plain.ends_with("_sem") || plain.ends_with("rwsem") ||
         plain.ends_with("rw_sema") || plain.ends_with("mmap_lock");
}

LockKind by_wait_type(const LockText& lock, bool nested) {
  const std::string& name = lock.name;
  const bool shared =
      lock.usage.size() >= 4 && (lock.usage[1] != '.' || lock.usage[3] != '.');
  const bool in_irq = contains(lock.usage, "-") || contains(lock.usage, "?");
  const bool old_spin = lock.wait_type <= 0 &&
                        (contains(name, "slock") || contains(name, "->rlock") ||
                         contains(name, "spinlock") || contains(name, "raw_") ||
                         (in_irq && !contains(name, "reclaim")));
  if (lock.wait_type == 2 || old_spin) {
    if (contains(name, "rwlock")) return LockKind::rwlock;
    if (shared && !nested) return LockKind::rwlock;
    return nested ? LockKind::raw_spinlock : LockKind::spinlock;
  }
  if (lock.wait_type == 3 && nested)
    return shared ? LockKind::rwlock : LockKind::spinlock;
  if (contains(name, "cpu_hotplug") || name.starts_with("sb_"))
    return LockKind::percpu_rw_semaphore;
  return shared || names_rwsem(name) ? LockKind::rw_semaphore : LockKind::mutex;
}

}  // namespace

Taking how_taken(const CallTrace& trace) {
  Taking taking;
  bool found = false;
  for (const Frame& frame : trace) {
    if (inside_lockdep(frame.base)) continue;
    const Taker* t = taker(frame.base);
    if (t != nullptr) {
      taking.by = frame.base;
      taking.read = taking.read || (t->read && t->waits);
      taking.waits = t->waits;
      found = true;
      if (taking.caller.empty() && !t->waits) taking.caller = text_of(frame);
      continue;
    }
    // Wrappers below the locking functions are inlined or have no name.
    if (!found && allocates(frame.base)) continue;
    taking.caller = text_of(frame);
    taking.who = frame.base;
    break;
  }
  return taking;
}

std::string item_in(const CallTrace& trace) {
  for (std::size_t k = 1; k < trace.size(); ++k)
    for (const char* runner :
         {"process_one_work", "process_scheduled_works", "call_timer_fn",
          "expire_timers", "irq_work_single", "irq_work_run"})
      if (trace[k].base.starts_with(runner) &&
          !trace[k - 1].base.starts_with("process_"))
        return inside_lockdep(trace[k - 1].base) ? "" : trace[k - 1].base;
  return {};
}

LockKind lock_kind(const LockText& lock, const Taking& taking, bool nested) {
  if (lock.event) return LockKind::completion;
  if (lock.name.starts_with("rcu_read_lock"))
    return lock.name.ends_with("_trace") ? LockKind::srcu : LockKind::rcu;
  if (lock.name.starts_with("rcu_callback")) return LockKind::rcu_callback;
  if (names_delayed_work(lock.name)) return LockKind::delayed_work;
  for (const Named& named : kNames)
    if (contains(lock.name, named.part) && lock.wait_type <= 1)
      return named.kind;
  if (names_timer(lock)) return LockKind::timer;
  for (const Named& named : kNames)
    if (contains(named.part, "ww_class") && contains(lock.name, named.part))
      return named.kind;
  const Taker* t = taking.by.empty() ? nullptr : taker(taking.by);
  const LockKind guess = by_wait_type(lock, nested);
  if (t == nullptr || !t->kind) return guess;
  switch (*t->kind) {
    case LockKind::spinlock:
      return guess == LockKind::raw_spinlock ? guess : LockKind::spinlock;
    case LockKind::mutex:
    case LockKind::rw_semaphore:
    case LockKind::percpu_rw_semaphore:
    case LockKind::rt_mutex:
    case LockKind::semaphore:
    case LockKind::rwlock:
    case LockKind::timer:
    case LockKind::ww_mutex: return *t->kind;
    default: return guess;  // a function named like one that waits
  }
}

LockKind on_rt(LockKind kind, const LockText& lock, const Taking& taking) {
  if (kind != LockKind::spinlock) return kind;
  const bool raw = taking.by.starts_with("_raw_spin") ||
                   (lock.wait_type == 2 && taking.by.empty());
  return raw ? LockKind::raw_spinlock : kind;
}

std::optional<LockKind> waited_kind(const Taking& taking) {
  const Taker* t = taking.by.empty() ? nullptr : taker(taking.by);
  if (t == nullptr || !t->waits) return std::nullopt;
  return t->kind;
}

bool only_read(const LockText& lock) {
  const std::string& u = lock.usage;
  return u.size() >= 4 && u[0] == '.' && u[2] == '.' &&
         (u[1] != '.' || u[3] != '.');
}

bool spins(LockKind kind) {
  return kind == LockKind::raw_spinlock || kind == LockKind::spinlock ||
         kind == LockKind::rwlock;
}

bool is_item(LockKind kind) {
  switch (kind) {
    case LockKind::work:
    case LockKind::delayed_work:
    case LockKind::irq_work:
    case LockKind::workqueue:
    case LockKind::timer: return true;
    default: return false;
  }
}

bool can_be_held(LockKind kind) {
  switch (kind) {
    case LockKind::fence:
    case LockKind::reclaim:
    case LockKind::notifier:
    case LockKind::completion:
    case LockKind::condition:
    case LockKind::rcu_callback:
    case LockKind::kthread:
    case LockKind::ww_context: return false;
    default: return !is_item(kind);
  }
}

}  // namespace picket
