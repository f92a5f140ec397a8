#include "spec/semantics/endless.h"

#include <algorithm>

#include "spec/semantics/queued_work.h"
#include "spec/semantics/reach.h"

namespace picket {
namespace {

bool sets_going(const Scenario& s, const Step& step, ObjectId item) {
  return set_going(step) == item ||
         (step.op == Op::call_rcu &&
          FunctionId(step.operands[0].value) == s.object(item).function &&
          s.object(item).type == ObjectType::rcu_head);
}

// What the item runs, and the items that this queues, may queue it again.
bool comes_back(const Scenario& s, ObjectId item) {
  const auto steps = steps_from(s, s.object(item).function);
  return std::any_of(steps.begin(), steps.end(), [&](StepId id) {
    return sets_going(s, s.step(id), item);
  });
}

}  // namespace

bool can_repeat(const Scenario& s) {
  if (s.config.spurious_wakeups) return true;
  for (const Step& step : s.steps)
    if (step.back) return true;
  for (std::size_t i = 0; i < s.objects.size(); ++i)
    if (s.objects[i].function.valid() && comes_back(s, ObjectId(i)))
      return true;
  return false;
}

}  // namespace picket
