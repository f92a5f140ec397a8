#include "spec/rules/base_order.h"

namespace picket {

void BaseOrder::reset(const Trace& trace) {
  trace_ = &trace;
  const std::size_t n = trace.events.size();
  marks_.resize(n);
  extras_.clear();
  attempt_of_.assign(n, NodeId{});
  pending_of_.assign(trace.contexts, NodeId{});
  previous_.resize(n);
  last_.assign(trace.contexts, -1);
  zeros_.assign(trace.contexts, 0);
  ends_.assign(trace.contexts, 0);
  for (std::size_t i = 0; i < n; ++i) {
    const Event& e = trace.events[i];
    const std::size_t c = e.context.index();
    marks_[i] = {e.context, 2 * e.ordinal, row(static_cast<std::int32_t>(i))};
    previous_[i] = last_[c];
    last_[c] = static_cast<std::int32_t>(i);
    ends_[c] = static_cast<std::uint16_t>(e.ordinal);
  }
}

const std::uint16_t* BaseOrder::row(std::int32_t event) const {
  if (event < 0) return zeros_.data();
  return &trace_->clocks[static_cast<std::size_t>(event) * trace_->contexts];
}

NodeId BaseOrder::add(const Mark& mark, const Extra& extra) {
  marks_.push_back(mark);
  extras_.push_back(extra);
  return NodeId(marks_.size() - 1);
}

NodeId BaseOrder::attempt(EventId first, bool held_back) {
  NodeId& known = attempt_of_[first.index()];
  if (known.valid()) return known;
  const Event& e = trace_->events[first.index()];
  // Of its own row only the other contexts' entries are ever looked at.
  const std::int32_t bound = held_back ? first.value : previous_[first.index()];
  known = add({e.context, 2 * e.ordinal - 1, row(bound)},
              {NodeKind::attempt, e.step, first, {}});
  return known;
}

NodeId BaseOrder::pending_attempt(ContextId context, StepId step,
                                  bool held_back) {
  const std::size_t c = context.index();
  if (pending_of_[c].valid()) return pending_of_[c];
  // What made `starts` true cannot be told from the trace: at the very end it
  // was true.
  const std::uint16_t* bound = held_back ? ends_.data() : row(last_[c]);
  pending_of_[c] = add({context, 2 * (ends_[c] + 1) - 1, bound},
                       {NodeKind::attempt, step, {}, {}});
  return pending_of_[c];
}

NodeId BaseOrder::at_start(NodeKind kind, ObjectId fence) {
  return add({{}, static_cast<std::int32_t>(marks_.size()), zeros_.data()},
             {kind, {}, {}, fence});
}

NodeId BaseOrder::published_at_start(ObjectId fence) {
  return at_start(NodeKind::published_at_start, fence);
}

NodeId BaseOrder::signaled_at_start(ObjectId fence) {
  return at_start(NodeKind::signaled_at_start, fence);
}

NodeFacts BaseOrder::facts(NodeId n) const {
  const std::size_t events = trace_->events.size();
  if (n.index() < events) {
    const Event& e = trace_->events[n.index()];
    return {NodeKind::transition, e.context, e.step, EventId(n.value), {}};
  }
  const Extra& x = extras_[n.index() - events];
  return {x.kind, context(n), x.step, x.event, x.object};
}

NodeId BaseOrder::at(ContextId context, std::int32_t ordinal) const {
  std::int32_t e = last_[context.index()];
  while (e >= 0 &&
         trace_->events[static_cast<std::size_t>(e)].ordinal > ordinal)
    e = previous_[static_cast<std::size_t>(e)];
  return NodeId(e);
}

// From the nearest node of every context that is before it.
void BaseOrder::edges_into(NodeId n, std::vector<BaseEdge>& out) const {
  const Mark& mark = marks_[n.index()];
  const std::size_t first = out.size();
  const NodeId own = at(mark.context, (mark.position - 1) / 2);
  if (own.valid()) out.push_back({own, n});
  for (std::size_t c = 0; c < trace_->contexts; ++c) {
    if (ContextId(c) == mark.context || mark.row[c] == 0) continue;
    const NodeId other = at(ContextId(c), mark.row[c]);
    if (own.valid() && before(other, own)) continue;
    out.push_back({other, n});
  }
  // Drop what another of these edges implies.
  std::size_t kept = first;
  for (std::size_t i = first; i < out.size(); ++i) {
    bool implied = false;
    for (std::size_t j = first; j < out.size() && !implied; ++j)
      implied = before(out[i].from, out[j].from);
    if (!implied) std::swap(out[kept++], out[i]);
  }
  out.resize(kept);
}

void BaseOrder::edges(std::vector<BaseEdge>& out) const {
  out.clear();
  const std::size_t events = trace_->events.size();
  NodeId start;  // the last of those at the start
  for (std::size_t i = events; i < marks_.size(); ++i) {
    if (marks_[i].context.valid()) continue;
    if (start.valid()) out.push_back({start, NodeId(i)});
    start = NodeId(i);
  }
  for (std::size_t i = 0; i < marks_.size(); ++i) {
    const NodeId n(i);
    if (!marks_[i].context.valid()) continue;
    const std::size_t before_n = out.size();
    edges_into(n, out);
    if (start.valid() && out.size() == before_n) out.push_back({start, n});
    const bool extra = i >= events;
    if (!extra) continue;
    const EventId goes_on = extras_[i - events].event;
    if (goes_on.valid()) out.push_back({n, node(goes_on)});
  }
}

}  // namespace picket
