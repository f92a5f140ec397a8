#include "spec/semantics/sleepers.h"

#include <algorithm>

namespace picket {
namespace {

// The functions a context may run: its body and what that calls, and what any
// context may be made to run by a fence or by reclaim.
class Runs {
 public:
  explicit Runs(const Scenario& s) : scenario_(s) {}

  std::vector<bool> from(FunctionId body) {
    seen_.assign(scenario_.functions.size(), false);
    visit(body);
    for (const Step& step : scenario_.steps) visit(added_callback(step));
    for (const Object& o : scenario_.objects) {
      visit(o.enable_signaling);
      visit(o.release);
    }
    for (const ReclaimEntry& r : scenario_.reclaim) visit(r.function);
    return seen_;
  }

 private:
  void visit(FunctionId f) {
    if (!f.valid() || seen_[f.index()]) return;
    seen_[f.index()] = true;
    for (const Step& step : scenario_.steps)
      if (step.function == f && step.op == Op::call_)
        visit(FunctionId(step.operands[0].value));
  }

  const Scenario& scenario_;
  std::vector<bool> seen_;
};

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

Sleepers sleepers(const Scenario& s) {
  Sleepers out;
  out.of_queue.resize(s.objects.size());
  out.of_context.resize(s.contexts.size());
  Runs runs(s);
  for (std::size_t c = 0; c < s.contexts.size(); ++c) {
    std::vector<ObjectId>& queues = out.of_context[c];
    const std::vector<bool> runs_it = runs.from(s.contexts[c].body);
    for (const Step& step : s.steps) {
      const ObjectId queue = queue_of(step);
      if (queue.valid() && runs_it[step.function.index()])
        queues.push_back(queue);
    }
    std::sort(queues.begin(), queues.end());
    queues.erase(std::unique(queues.begin(), queues.end()), queues.end());
    for (const ObjectId queue : queues)
      out.of_queue[queue.index()].push_back(ContextId(c));
  }
  return out;
}

}  // namespace picket
