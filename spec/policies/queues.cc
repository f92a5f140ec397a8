#include "spec/policies/queues.h"

namespace picket {

std::vector<ObjectId> queues_of(const Scenario& scenario, ObjectId work) {
  std::vector<ObjectId> queues;
  for (const Step& step : scenario.steps)
    if ((step.op == Op::queue_work || step.op == Op::queue_delayed_work ||
         step.op == Op::mod_delayed_work) &&
        step.operands[1].object() == work)
      queues.push_back(step.operands[0].object());
  return queues;
}

bool runs_one_at_a_time(const Object& queue) {
  return queue.max_active == 1 || queue.ordered || queue.mem_reclaim;
}

}  // namespace picket
