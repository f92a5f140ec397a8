#include "spec/semantics/queued_work.h"

#include <algorithm>

namespace picket {
namespace {

ObjectId system_queue(const Scenario& s) {
  for (std::size_t i = 0; i < s.objects.size(); ++i) {
    const Object& o = s.objects[i];
    if (o.type == ObjectType::workqueue_struct && o.name == "system_wq")
      return ObjectId(i);
  }
  return {};
}

// The queue is the first operand, the item the second.
bool queues_on(Op op) {
  return op == Op::queue_work || op == Op::queue_delayed_work ||
         op == Op::mod_delayed_work;
}

}  // namespace

QueuedWork queued_work(const Scenario& s) {
  QueuedWork out;
  out.system_queue = system_queue(s);
  out.items.resize(s.objects.size());
  out.worker.resize(s.objects.size());
  for (std::size_t c = 0; c < s.contexts.size(); ++c)
    if (s.contexts[c].work.valid() && !s.contexts[c].fires)
      out.worker[s.contexts[c].work.index()] = ContextId(c);
  out.queue_of.resize(s.contexts.size());
  for (std::size_t o = 0; o < s.objects.size(); ++o)
    if (s.objects[o].thread.valid())
      out.queue_of[s.objects[o].thread.index()] = ObjectId(o);
  for (const Step& step : s.steps) {
    if (queues_on(step.op))
      out.items[step.operands[0].object().index()].push_back(
          step.operands[1].object());
    if (step.op == Op::kthread_queue_work) {
      const auto thread = static_cast<std::size_t>(step.operands[0].value);
      out.items[out.queue_of[thread].index()].push_back(
          step.operands[1].object());
    }
    if (step.op == Op::schedule_work && out.system_queue.valid())
      out.items[out.system_queue.index()].push_back(step.operands[0].object());
  }
  for (std::vector<ObjectId>& items : out.items) {
    std::sort(items.begin(), items.end());
    items.erase(std::unique(items.begin(), items.end()), items.end());
  }
  return out;
}

ObjectId set_going(const Step& step) {
  switch (step.op) {
    case Op::queue_work:
    case Op::queue_delayed_work:
    case Op::mod_delayed_work:
    case Op::kthread_queue_work: return step.operands[1].object();
    case Op::schedule_work:
    case Op::mod_timer:
    case Op::hrtimer_start:
    case Op::irq_work_queue: return step.operands[0].object();
    default: return {};
  }
}

std::int32_t max_active(const Object& queue) {
  if (queue.ordered || queue.type == ObjectType::kthread_worker) return 1;
  return queue.max_active > 0 ? queue.max_active : 256;  // WQ_DFL_ACTIVE
}

bool can_fill(const Object& queue, std::size_t items) {
  return static_cast<std::size_t>(max_active(queue)) < 2 * items;
}

}  // namespace picket
