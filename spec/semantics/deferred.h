// What runs a function later, of whatever kind: work items, timers, irq_work,
// callbacks of RCU. Each has one context that runs it, its runner, which is
// idle in between.
//
// Must not know: how an item of each kind gets its turn; see workqueue.h,
// timer.h, irq_work.h, rcu_callback.h.
#pragma once

#include "spec/semantics/run.h"

namespace picket {

// The runner of an item, idle: starts the item if its turn has come, or puts it
// on its queue, if it is the timer of a delayed one. Blocked otherwise, wanting
// nothing if nobody has asked for it.
Act begin_deferred(Run& run);

// The item's function has returned.
Act end_deferred(Run& run);

// Is the item to run, now or later, or again?
bool deferred_pending(const Program& program, const Word* words, ObjectId item);

// Does its function run? One that has crashed never ends.
bool deferred_running(const Program& program, const Word* words, ObjectId item);

// Would whoever waits for the item now wait on its runner?
bool deferred_busy(const Program& program, const Word* words, ObjectId item);

// The CPU, by its number in the layout, that the item will interrupt once it is
// let in; -1: none, or it need not wait for one.
std::int32_t due_on(const Program& program, const Word* words, ObjectId item);

ContextId runner_of(const Run& run, ObjectId item);

// Parts of the above, for each kind of item to use: enters the function; lets
// the runner be idle again.
Act enter_function(Run& run);
void become_idle(Run& run);

}  // namespace picket
