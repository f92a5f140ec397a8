#include "spec/semantics/sleepers.h"

#include <algorithm>

namespace picket {
namespace {

// The queue the step may put its context on.
ObjectId queue_of(const Step& step) {
  switch (step.op) {
    case Op::wait_event:
    case Op::wait_event_interruptible:
    case Op::wait_event_killable:
    case Op::wait_event_timeout:
    case Op::wait_event_interruptible_timeout:
    case Op::wait_event_exclusive:
    case Op::wait_event_interruptible_exclusive:
    case Op::wait_event_lock:
    case Op::wait_event_lock_irq:
    case Op::swait_event:
    case Op::prepare_to_wait:
    case Op::prepare_to_wait_exclusive: return step.operands[0].object();
    default: return {};
  }
}

}  // namespace

Sleepers sleepers(const Scenario& s,
                  const std::vector<std::vector<ContextId>>& runners) {
  Sleepers out;
  out.of_queue.resize(s.objects.size());
  out.of_context.resize(s.contexts.size());
  for (const Step& step : s.steps) {
    const ObjectId queue = queue_of(step);
    if (!queue.valid()) continue;
    for (const ContextId c : runners[step.function.index()])
      out.of_context[c.index()].push_back(queue);
  }
  for (std::size_t c = 0; c < s.contexts.size(); ++c) {
    std::vector<ObjectId>& queues = out.of_context[c];
    std::sort(queues.begin(), queues.end());
    queues.erase(std::unique(queues.begin(), queues.end()), queues.end());
    for (const ObjectId queue : queues)
      out.of_queue[queue.index()].push_back(ContextId(c));
  }
  return out;
}

}  // namespace picket
