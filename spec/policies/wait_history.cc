#include "spec/policies/wait_history.h"

#include "spec/model/containment.h"
#include "spec/policies/lock_call.h"

namespace picket {
namespace {

bool waits(Op op) {
  const OperationFacts& f = facts(op);
  switch (f.group) {
    case OpGroup::completion: return f.blocking;
    case OpGroup::wait_queue: return f.name.starts_with("wait_event");
    case OpGroup::fence:
      return op == Op::dma_fence_wait || op == Op::dma_fence_wait_timeout ||
             op == Op::dma_fence_wait_any ||
             op == Op::dma_fence_wait_any_timeout;
    default: return false;
  }
}

// Tried locks are not waited for.
bool takes(Op op) {
  const LockCall call = lock_call(op);
  if (call.kind != LockCall::Kind::none)
    return call.kind == LockCall::Kind::take;
  return group_of(op) == OpGroup::ww && facts(op).blocking;
}

}  // namespace

WaitHistory::WaitHistory(const Scenario& scenario) : scenario_(&scenario) {
  for (const Step& step : scenario.steps)
    interesting_.push_back(takes(step.op) || waits(step.op));
}

bool WaitHistory::waits_for(const Step& step, ObjectId object) const {
  if (!waits(step.op)) return false;
  const Operand& first = step.operands[0];
  if (first.kind == Operand::Kind::object)
    return may_mean(*scenario_, first.object(), object);
  if (first.kind != Operand::Kind::objects) return false;
  for (ObjectId o :
       scenario_->object_lists[static_cast<std::size_t>(first.value)])
    if (o == object) return true;
  return false;
}

ObjectId WaitHistory::signalled(const EventFacts& e) const {
  if (e.signals.valid()) return e.signals;
  if (!e.step.valid() || !e.happens) return {};
  const Step& step = scenario_->step(e.step);
  switch (step.op) {
    case Op::complete:
    case Op::complete_all:
    case Op::wake_up:
    case Op::wake_up_all:
    case Op::wake_up_nr:
    case Op::wake_up_interruptible: return step.operands[0].object();
    default: return {};
  }
}

void WaitHistory::find_waits(const Trace& trace) {
  waits_.clear();
  last_.assign(trace.contexts, EventId{});
  const auto note = [&](ContextId c, StepId step) {
    if (step.valid() && waits(scenario_->step(step).op))
      waits_.push_back({step, last_[c.index()], c});
  };
  for (std::size_t i = 0; i < trace.events.size(); ++i) {
    const Event& e = trace.events[i];
    if (e.begins) note(e.context, e.step);
    last_[e.context.index()] = EventId(i);
  }
  for (const PendingAttempt& p : trace.pending)
    if (!p.begun) note(p.context, p.step);
}

void WaitHistory::add(const Trace& trace) {
  find_waits(trace);
  if (waits_.empty()) return;
  for (std::size_t i = 0; i < trace.events.size(); ++i)
    if (const ObjectId object = signalled(facts_of(trace.events[i]));
        object.valid())
      look_back(trace, EventId(i), object);
}

// The wait can begin before the acquisition unless that happens before the
// waiter's last event.
void WaitHistory::look_back(const Trace& trace, EventId signal,
                            ObjectId object) {
  const Event& s = trace.events[signal.index()];
  for (std::size_t i = signal.index(); i-- > 0;) {
    const Event& a = trace.events[i];
    if (a.context != s.context) continue;
    if (!a.step.valid()) return;  // a work item began here
    if (!a.begins || !interesting_[a.step.index()]) continue;
    for (const Wait& w : waits_) {
      if (w.waiter == s.context || !waits_for(scenario_->step(w.step), object))
        continue;
      const bool late =
          w.before.valid() &&
          (w.before == EventId(i) || trace.before(EventId(i), w.before));
      if (!late) edges_.insert({w.step, a.step, s.step, s.context});
    }
  }
}

// Until the item that runs is another.
WaitHistory::Signals WaitHistory::signals_behind(const Ways& ways,
                                                 WayPlaceId from) const {
  Signals found;
  std::vector<char> seen(ways.places(), 0);
  std::vector<WayPlaceId> todo{from};
  seen[from.index()] = 1;
  while (!todo.empty()) {
    const WayPlaceId at = todo.back();
    todo.pop_back();
    for (const WayArrow& arrow : ways.arrows(at)) {
      const EventFacts& e = ways.facts(arrow.event);
      if (const ObjectId object = signalled(e); object.valid())
        found.insert({e.step, object});
      if (!e.step.valid() || seen[arrow.to.index()]) continue;
      seen[arrow.to.index()] = 1;
      todo.push_back(arrow.to);
    }
  }
  return found;
}

std::size_t WaitHistory::possible(const Ways& ways) const {
  std::set<std::pair<StepId, ContextId>> waiters;
  const auto note = [&](StepId step, ContextId context) {
    if (step.valid() && waits(scenario_->step(step).op))
      waiters.insert({step, context});
  };
  for (std::size_t p = 0; p < ways.places(); ++p) {
    const WayPlaceId at(p);
    for (const WayArrow& arrow : ways.arrows(at))
      if (ways.facts(arrow.event).begins)
        note(ways.facts(arrow.event).step, ways.context_of(at));
    for (const StepId step : ways.attempts(at)) note(step, ways.context_of(at));
  }
  std::set<CrossEdge> edges;
  if (waiters.empty()) return 0;
  for (std::size_t p = 0; p < ways.places(); ++p) {
    const ContextId self = ways.context_of(WayPlaceId(p));
    for (const WayArrow& arrow : ways.arrows(WayPlaceId(p))) {
      const EventFacts& a = ways.facts(arrow.event);
      if (!a.begins || !a.step.valid() || !interesting_[a.step.index()])
        continue;
      for (const auto& [signal, object] : signals_behind(ways, arrow.to))
        for (const auto& [wait, waiter] : waiters)
          if (waiter != self && waits_for(scenario_->step(wait), object))
            edges.insert({wait, a.step, signal, self});
    }
  }
  return edges.size();
}

}  // namespace picket
