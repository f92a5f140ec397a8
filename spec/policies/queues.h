// The workqueues of an item, from the text alone.
//
// Follows start_flush_work() of kernel/workqueue.c, Linux 6.12.
//
// Must not know: maps, schedules.
#pragma once

#include <vector>

#include "spec/model/scenario.h"

namespace picket {

// The queues that some step queues the item on.
std::vector<ObjectId> queues_of(const Scenario& scenario, ObjectId work);

// May an item of this queue have to wait for another one? That is where
// flush_work() says that it waits for the queue.
bool runs_one_at_a_time(const Object& queue);

}  // namespace picket
