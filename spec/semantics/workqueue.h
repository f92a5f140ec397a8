// Work items and the queues that run them.
//
// Follows kernel/workqueue.c of Linux 6.12.
// Words of an item: the queue it is pending on + 1 (less than 0: the one its
// timer will put it on), the queue it runs on + 1, how many cancellers have
// disabled it, and, where somebody may wait for items, the contexts that wait
// for the pending and for the running instance. The items of a kthread, one at
// a time and in order, have the same words, and their kthread_worker those of a
// queue. Words of a queue: how many drain it; and, if it can ever be full, the
// number of items running, of items pending, and the pending ones in order.
//
// An item has two locations: its own, for being queued, and its worker's, for
// an instance having ended.
#pragma once

#include <optional>

#include "spec/semantics/run.h"

namespace picket {

// The worker of an item, idle: starts it if it is pending and its queue lets
// one more run. Blocked otherwise, wanting nothing if the item is not pending.
Act begin_work(Run& run);

// The item's function has returned.
Act end_work(Run& run);

// Is the item queued, on any queue, or its timer armed? Not if nobody will ever
// start it.
bool work_pending(const Program& program, const Word* words, ObjectId work);

// Does the item, which is pending, wait for a place that the other one takes:
// as one that runs on the same full queue, or that is before it in line?
bool work_waits_behind(const Program& program, const Word* words, ObjectId work,
                       ObjectId other);

// Takes the item off its queue if it is pending, and lets go whoever waits for
// that instance.
bool take_off_queue(Run& run, ObjectId work);

// Is the item queued, or about to be cancelled? Is there an item on the queue,
// queued or running, or somebody who drains it?
bool item_in_use(Run& run, ObjectId work);
bool queue_in_use(Run& run, ObjectId queue);

// Has no item of the queue anything to do there?
bool queue_empty(Run& run, ObjectId queue);

// Queues the item, which is on no queue. Something: that is a misuse.
std::optional<Act> put_on_queue(Run& run, ObjectId queue, ObjectId work);

// The timer of a delayed item: puts it on its queue if it is armed.
Act fire_delayed(Run& run);  // delayed_work.cc

// Parts of run_work(), by file.
Act run_flush(Run& run);         // flush.cc: everything that waits for items
Act run_delayed_work(Run& run);  // delayed_work.cc: what arms timers

}  // namespace picket
