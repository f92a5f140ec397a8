// A report of lockdep, read from a log, as plain data.
//
// Must not know: what a scenario is. The texts are those of
// kernel/locking/lockdep.c (print_circular_bug, print_deadlock_bug,
// print_usage_bug, print_irq_inversion_bug, print_bad_irq_dependency,
// print_lock_invalid_wait_context, print_unlock_imbalance_bug,
// print_freed_lock_bug, lockdep_sys_exit, lockdep_rcu_suspicious,
// print_lock_nested_lock_not_held), and of kernel/sched/core.c
// (__might_resched, __schedule_bug).
#pragma once

#include <string>
#include <vector>

#include "explorer/exchange/lock_text.h"

namespace picket {

enum class LockdepKind : std::uint8_t {
  circular,
  recursive,
  inconsistent,  // one lock, in an interrupt and with interrupts on
  irq_order,     // a safe lock, then an unsafe one
  wait_context,  // a lock that may sleep, where nothing may
  unlock_balance,
  freed_held,  // memory freed with a held lock in it
  left_held,   // the kernel left with a held lock
  rcu_usage,
  nest_lock,  // taken as one of many, without the lock that orders them
  atomic_sleep,
};

// Whose stack the report of an irq_order shows.
enum class TracedBy : std::uint8_t {
  nester,       // takes the unsafe lock while it holds the safe one
  interrupt,    // takes the safe lock
  interrupted,  // takes the unsafe lock with interrupts on
};

// A class and how it was acquired while the one before it was held.
struct ChainLink {
  LockText lock;
  CallTrace trace;
  // Of the context that holds it and goes on to the next link; only DEPT has
  // these two.
  CallTrace held_trace = {};
  std::string given = {};  // where it is given up, or its event happens
};

struct LockdepReport {
  LockdepKind kind = LockdepKind::circular;
  bool dept = false;  // DEPT's words for a ring of waits
  int line = 0;       // of its heading
  std::string task;
  std::string kernel;
  LockText wanted, held;
  std::vector<ChainLink> chain;  // [0] is #0
  LockText safe, unsafe;         // irq_order
  TracedBy traced = TracedBy::nester;
  CallTrace safe_trace, unsafe_trace;  // how they became that
  int context_type = -1;  // wait_context: what may be waited for in it
  std::string trouble;    // rcu_usage: place and complaint; nest_lock: it
  bool softirq = false;   // the interrupt meant
  bool rt = false;        // a PREEMPT_RT kernel
  bool now_in_interrupt = false;  // inconsistent: `trace` is the interrupt's
  std::vector<LockText> all_held;
  CallTrace trace;       // of the task that reported
  CallTrace registered;  // the other side of an inconsistent state
};

// The report in log[from, to), whose first line is its heading.
LockdepReport read_lockdep(const Log& log, std::size_t from, std::size_t to,
                           LockdepKind kind, std::vector<LogProblem>& problems);

}  // namespace picket
