#include "spec/semantics/endless.h"

#include <algorithm>

#include "spec/semantics/reach.h"

namespace picket {
namespace {

bool queues(const Step& step, ObjectId item) {
  return (step.op == Op::queue_work && step.operands[1].object() == item) ||
         (step.op == Op::schedule_work && step.operands[0].object() == item);
}

// What the item runs, and the items that this queues, may queue it again.
bool comes_back(const Scenario& s, ObjectId item) {
  const auto steps = steps_from(s, s.object(item).function);
  return std::any_of(steps.begin(), steps.end(),
                     [&](StepId id) { return queues(s.step(id), item); });
}

}  // namespace

bool can_repeat(const Scenario& s) {
  if (s.config.spurious_wakeups) return true;
  for (const Step& step : s.steps)
    if (step.back) return true;
  for (std::size_t i = 0; i < s.objects.size(); ++i)
    if (s.objects[i].type == ObjectType::work_struct &&
        comes_back(s, ObjectId(i)))
      return true;
  return false;
}

}  // namespace picket
