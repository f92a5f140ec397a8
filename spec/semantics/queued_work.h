// Which items each workqueue may ever get, and who runs them: what follows from
// the text of a scenario alone.
//
// Must not know: states.
#pragma once

#include <cstdint>
#include <vector>

#include "spec/model/scenario.h"

namespace picket {

struct QueuedWork {
  ObjectId system_queue;  // what schedule_work uses; none: nobody does
  // Both by object: the items that some step queues there, sorted; the context
  // that runs the item.
  std::vector<std::vector<ObjectId>> items;
  std::vector<ContextId> worker;
  std::vector<ObjectId> queue_of;  // by context: a kthread's own queue
};

QueuedWork queued_work(const Scenario& scenario);

// The item that the step queues or arms, so that its function runs later.
ObjectId set_going(const Step& step);

// How many items of the queue may be active at once.
std::int32_t max_active(const Object& queue);

// Can items of the queue ever have to wait for a place, so that their order
// matters? Each can be running and queued again.
bool can_fill(const Object& queue, std::size_t items);

}  // namespace picket
