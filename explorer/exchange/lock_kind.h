// What a lock class of a log is, and what taking it did: found from its name,
// the function in the trace that took it, and its wait type, in that order.
//
// Must not know: the rest of the report. Wait types: include/linux/
// lockdep_types.h; names of pseudo-locks: kernel/workqueue.c, mm/page_alloc.c,
// mm/mmu_notifier.c, drivers/dma-buf/dma-fence.c, include/linux/ww_mutex.h.
#pragma once

#include <optional>

#include "explorer/exchange/lockdep_report.h"

namespace picket {

enum class LockKind : std::uint8_t {
  mutex,
  rt_mutex,
  rw_semaphore,
  percpu_rw_semaphore,
  raw_spinlock,
  spinlock,
  rwlock,
  semaphore,
  mmap_lock,  // the process's own, which is no object
  reservation,
  ww_mutex,
  ww_context,
  work,
  delayed_work,
  irq_work,
  workqueue,
  fence,
  reclaim,
  notifier,
  completion,
  condition,  // a wait queue, and something that somebody makes true
  rcu,        // readers, and who waits for a grace period
  srcu,
  rcu_callback,  // what rcu_barrier() waits for
  timer,
  kthread,  // that somebody stops
};

// How a trace took it.
struct Taking {
  std::string by;      // the function: "__mutex_lock", "" if none is known
  std::string caller;  // who asked, with file:line: for a note
  std::string who;     // the caller's name alone
  bool read = false;
  bool waits = true;  // false: it only opened a section, or ran an item
};

Taking how_taken(const CallTrace& trace);

// The item's or timer's own function, if the trace is of one that runs.
std::string item_in(const CallTrace& trace);

// What wait type a spinlock_t and a mutex have depends on the kernel: `nested`
// if it has PROVE_RAW_LOCK_NESTING and a type 4.
LockKind lock_kind(const LockText& lock, const Taking& taking, bool nested);

// What that is on PREEMPT_RT, where only raw spinlocks are taken by
// _raw_spin_lock(); the others sleep.
LockKind on_rt(LockKind kind, const LockText& lock, const Taking& taking);

// What kind of thing the function waits for; none if it is no known one.
std::optional<LockKind> waited_kind(const Taking& taking);

// "read-only": every time lockdep saw it taken, a reader took it.
bool only_read(const LockText& lock);

bool spins(LockKind kind);

// Holding one means to run: an item, a timer's function.
bool is_item(LockKind kind);

// What a context holds from one step to another, readers of RCU included.
bool can_be_held(LockKind kind);

}  // namespace picket
