#include "spec/rules/waits.h"

#include <algorithm>

#include "spec/rules/reachable.h"

namespace picket {
namespace {

void add_once(std::vector<ObjectId>& list, ObjectId o) {
  if (std::find(list.begin(), list.end(), o) == list.end()) list.push_back(o);
}

std::vector<ObjectId> items_queued_on(const Scenario& s, ObjectId queue) {
  std::vector<ObjectId> out;
  for (const Step& step : s.steps)
    if ((step.op == Op::queue_work || step.op == Op::queue_delayed_work ||
         step.op == Op::mod_delayed_work) &&
        step.operands[0].object() == queue)
      add_once(out, step.operands[1].object());
  return out;
}

// A container signals when what is inside has.
void add_with_inside(const Scenario& s, ObjectId o,
                     std::vector<ObjectId>& out) {
  if (std::find(out.begin(), out.end(), o) != out.end()) return;
  out.push_back(o);
  for (const ObjectId f : s.object(o).inside) add_with_inside(s, f, out);
}

// What the text says the step waits for.
void named_by(const Scenario& s, const Step& step, std::vector<ObjectId>& out) {
  switch (step.op) {
    case Op::dma_fence_wait:
    case Op::dma_fence_wait_timeout:
    case Op::dma_fence_wait_any:
    case Op::dma_fence_wait_any_timeout:
    case Op::wait_for_completion:
    case Op::wait_for_completion_interruptible:
    case Op::wait_for_completion_killable:
    case Op::wait_for_completion_timeout:
    case Op::wait_for_completion_interruptible_timeout:
    case Op::flush_work:
    case Op::flush_delayed_work:
    case Op::kthread_flush_work:
    case Op::cancel_work_sync:
    case Op::cancel_delayed_work_sync:
    case Op::timer_delete_sync:
    case Op::hrtimer_cancel:
    case Op::irq_work_sync:
      for (const ObjectId o : objects_of(s, step)) add_with_inside(s, o, out);
      break;
    case Op::flush_workqueue:
    case Op::drain_workqueue:
    case Op::destroy_workqueue:
      for (const ObjectId o : items_queued_on(s, step.operands[0].object()))
        add_once(out, o);
      break;
    default: break;
  }
}

std::string_view usage_of(const Scenario& s, const Operand& o,
                          std::string_view otherwise) {
  return o.kind == Operand::Kind::word
             ? std::string_view(s.words[static_cast<std::size_t>(o.value)])
             : otherwise;
}

// Is it behind a transition that ends the schedule?
bool too_late(const RuleEvents& events, NodeId node) {
  const auto& crashes = events.crashes();
  return std::any_of(crashes.begin(), crashes.end(), [&](NodeId crash) {
    return events.order().before(crash, node);
  });
}

// KERNEL < WRITE < READ < BOOKKEEP: a query returns those not above its own.
int usage_rank(std::string_view usage) {
  return usage == "KERNEL" ? 0 : usage == "WRITE" ? 1 : usage == "READ" ? 2 : 3;
}

}  // namespace

std::vector<ObjectId> signalled_by(const Step& step) {
  switch (step.op) {
    case Op::dma_fence_signal:
    case Op::dma_fence_signal_locked:
    case Op::complete:
    case Op::complete_all: return {step.operands[0].object()};
    default: return {};
  }
}

WaitGraph::WaitGraph(const RulePlans& plans) : s_(*plans.scenario) {
  needs_.resize(s_.objects.size());
}

// Fences that were in the reservation when the wait looked, as far as the
// class tells; an attempt that came to nothing may have looked at any.
void WaitGraph::resv_fences(const RuleEvents& events, const Attempt& attempt,
                            std::vector<ObjectId>& out) const {
  const Step& wait = s_.step(attempt.step);
  if (wait.op != Op::dma_resv_wait_timeout) return;
  const int limit = usage_rank(usage_of(s_, wait.operands[1], "READ"));
  const auto& trace = events.trace();
  for (std::size_t i = 0; i < trace.events.size(); ++i) {
    const Event& e = trace.events[i];
    if (!e.happens || !e.step.valid()) continue;
    const Step& add = s_.step(e.step);
    if (add.op != Op::dma_resv_add_fence) continue;
    if (add.operands[0].object() != wait.operands[0].object()) continue;
    if (usage_rank(usage_of(s_, add.operands[2], "WRITE")) > limit) continue;
    const NodeId added = BaseOrder::node(EventId(i));
    if (too_late(events, added)) continue;
    if (!attempt.event.valid() || events.order().before(added, attempt.event))
      add_with_inside(s_, add.operands[1].object(), out);
  }
}

void WaitGraph::waited_for(const RuleEvents& events, const Attempt& attempt,
                           std::vector<ObjectId>& out) const {
  out.clear();
  const Step& step = s_.step(attempt.step);
  if (polls(step)) return;
  named_by(s_, step, out);
  resv_fences(events, attempt, out);
}

const std::vector<ObjectId>& WaitGraph::signalled_after(ContextId context,
                                                        StepId step) {
  const auto [it, fresh] = after_.try_emplace({context, step});
  if (!fresh) return it->second;
  const auto after = text_after(s_, context, step);
  for (std::size_t i = 0; i < after.size(); ++i)
    if (after[i])
      for (const ObjectId x : signalled_by(s_.steps[i]))
        add_once(it->second, x);
  // The end of its function is what a flush of the item waits for.
  const ObjectId item = s_.context(context).work;
  if (item.valid()) add_once(it->second, item);
  return it->second;
}

bool WaitGraph::find_cycle(const Rule& rule, const RuleEvents& events) {
  cycle_.clear();
  for (const Relation r :
       {Relation::program_order, Relation::signals, Relation::waits_for})
    if (std::find(rule.relations.begin(), rule.relations.end(), r) ==
        rule.relations.end())
      return false;  // the others alone make no cycle
  for (auto& list : needs_) list.clear();
  for (const Attempt& a : events.attempts()) {
    if (too_late(events, a.node)) continue;
    waited_for(events, a, objects_);
    if (objects_.empty()) continue;
    for (const ObjectId x : signalled_after(a.context, a.step))
      for (const ObjectId y : objects_)
        needs_[x.index()].push_back({y, a.node});
  }
  mark_.assign(s_.objects.size(), 0);
  path_.clear();
  for (std::size_t x = 0; x < needs_.size(); ++x)
    if (mark_[x] == 0 && visit(ObjectId(x))) return true;
  return false;
}

bool WaitGraph::visit(ObjectId x) {
  mark_[x.index()] = 1;
  for (const Need& need : needs_[x.index()]) {
    path_.push_back(need);
    if (mark_[need.on.index()] == 1) {
      // From the need that leads out of need.on to this one.
      std::size_t from = path_.size() - 1;
      while (from > 0 && path_[from - 1].on != need.on) --from;
      for (std::size_t i = from; i < path_.size(); ++i)
        cycle_.push_back(path_[i].by);
      return true;
    }
    if (mark_[need.on.index()] == 0 && visit(need.on)) return true;
    path_.pop_back();
  }
  mark_[x.index()] = 2;
  return false;
}

}  // namespace picket
