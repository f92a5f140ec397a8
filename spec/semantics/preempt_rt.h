// What PREEMPT_RT makes of interrupts and of the locks that spin elsewhere.
//
// Follows kernel/locking/spinlock_rt.c, rwbase_rt.c, kernel/softirq.c,
// kernel/irq/manage.c (irq_forced_thread_fn) and kernel/irq_work.c of Linux
// 6.12. A spinlock_t, an rwlock_t and the local lock of a CPU are mutexes there
// whose holder may be preempted, is a reader of RCU, and so must not sleep on
// anything else. Interrupt handlers are threads, if they may be, with bottom
// halves off; to turn these off takes a lock that every CPU has.
#pragma once

#include <optional>

#include "spec/semantics/run.h"
#include "spec/semantics/task.h"

namespace picket {

// Is it one that a task sleeps for in this configuration, though it spins
// elsewhere?
bool is_sleeping_lock(const Scenario& scenario, ObjectId lock);

// May the context sleep for such a lock? Not with interrupts or preemption off,
// and not in a hardirq; a reader of RCU may.
bool may_block(const Run& run);

// The misuse of taking that lock here, if it is one.
std::optional<Act> forbidden_to_take(Run& run, ObjectId lock);

// The misuse of an operation that takes such a lock of its own here: that of a
// wait queue, of the allocator.
std::optional<Act> forbidden_to_block(Run& run, ObjectId object = ObjectId{});

// How many such locks the context holds: in its word of RCU, above the depth.
std::int32_t sleeping_locks(const Program& program, const Word* words,
                            ContextId context);
void count_sleeping_lock(Run& run, std::int32_t delta);

// local_bh_disable() and local_bh_enable(): the first and the last have to do
// with the lock of the CPU. Done, blocked, or a misuse.
Act disable_bottom_halves(Run& run);
void enable_bottom_halves(Run& run);
// Is it a step of its own there that bottom halves go off, before the lock of
// an operation `_bh` is looked at?
bool takes_bottom_halves_first(const Run& run, LockForm form);

// A handler that is a thread begins: with bottom halves off. Done if there is
// nothing to wait for.
Act begin_forced_thread(Run& run);
void end_forced_thread(Run& run);

}  // namespace picket
