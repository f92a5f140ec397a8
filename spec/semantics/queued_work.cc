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

}  // namespace

QueuedWork queued_work(const Scenario& s) {
  QueuedWork out;
  out.system_queue = system_queue(s);
  out.items.resize(s.objects.size());
  out.worker.resize(s.objects.size());
  for (std::size_t c = 0; c < s.contexts.size(); ++c)
    if (s.contexts[c].work.valid())
      out.worker[s.contexts[c].work.index()] = ContextId(c);
  for (const Step& step : s.steps) {
    if (step.op == Op::queue_work)
      out.items[step.operands[0].object().index()].push_back(
          step.operands[1].object());
    if (step.op == Op::schedule_work && out.system_queue.valid())
      out.items[out.system_queue.index()].push_back(step.operands[0].object());
  }
  for (std::vector<ObjectId>& items : out.items) {
    std::sort(items.begin(), items.end());
    items.erase(std::unique(items.begin(), items.end()), items.end());
  }
  return out;
}

std::int32_t max_active(const Object& queue) {
  if (queue.ordered) return 1;
  return queue.max_active > 0 ? queue.max_active : 256;  // WQ_DFL_ACTIVE
}

bool can_fill(const Object& queue, std::size_t items) {
  return static_cast<std::size_t>(max_active(queue)) < 2 * items;
}

}  // namespace picket
