// Work items and the queues that run them.
//
// Follows kernel/workqueue.c of Linux 6.12.
// Words of an item: flags (pending, running, being cancelled), and the queue it
// is on + 1. Words of a queue: items running, items pending, the pending items
// in order.
#pragma once

#include "spec/semantics/run.h"

namespace picket {

// The worker of an item, idle: starts it if it is pending and its queue lets
// one more run. Blocked (wanting nothing) otherwise.
Act begin_work(Run& run);

// The item's function has returned.
Act end_work(Run& run);

// Is the item queued or running?
bool work_busy(const Program& program, const Word* words, ObjectId work);

}  // namespace picket
