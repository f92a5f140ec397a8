#include "spec/rules/rule_events.h"

#include <algorithm>

namespace picket {
namespace {

constexpr std::int32_t kInvalid = -22;  // what an idle dma_fence_signal returns

}  // namespace

RuleEvents::RuleEvents(const RulePlans& plans)
    : plans_(plans), s_(*plans.scenario) {
  selected_.resize(plans.selections.size());
  lock_number_.assign(s_.objects.size(), -1);
  for (std::size_t o = 0; o < s_.objects.size(); ++o)
    if (plans.held[o])
      lock_number_[o] = static_cast<std::int32_t>(lock_count_++);
  open_locks_.resize(s_.contexts.size() * lock_count_);
  open_sections_.resize(s_.contexts.size());
  noreclaim_.resize(s_.contexts.size());
  fences_.resize(s_.objects.size());
}

void RuleEvents::clear() {
  for (auto& list : selected_) list.clear();
  locks_.clear();
  sections_.clear();
  pending_.clear();
  attempts_.clear();
  crashes_.clear();
  std::fill(noreclaim_.begin(), noreclaim_.end(), 0);
  for (Open& o : open_locks_) o = {};
  for (auto& slots : open_sections_) slots.clear();
}

void RuleEvents::read(const Trace& trace) {
  clear();
  order_.reset(trace);
  read_start();
  for (std::size_t i = 0; i < trace.events.size(); ++i)
    read_event(EventId(i), trace.events[i]);
  for (const PendingAttempt& p : trace.pending) read_pending(p);
}

void RuleEvents::read_start() {
  for (std::size_t o = 0; o < fences_.size(); ++o)
    if (plans_.pending[o])
      fences_[o] = {s_.objects[o].published, s_.objects[o].signaled, -1};
  for (const ObjectId fence : plans_.published_at_start) {
    const NodeId node = order_.published_at_start(fence);
    update(fence, node);
    for (const Match& m : plans_.table.publishes[fence.index()])
      select(m, node, {}, false);
  }
  for (const ObjectId fence : plans_.signaled_at_start) {
    const NodeId node = order_.signaled_at_start(fence);
    for (const Match& m : plans_.table.signals[fence.index()])
      select(m, node, {}, false);
  }
}

void RuleEvents::read_event(EventId id, const Event& e) {
  const NodeId node = BaseOrder::node(id);
  if (e.signals.valid())
    for (const Match& m : plans_.table.signals[e.signals.index()])
      select(m, node, e.context, false);
  if (e.published.valid())
    for (const Match& m : plans_.table.publishes[e.published.index()])
      select(m, node, e.context, false);
  read_fence(e, node);
  if (e.takes.valid()) take(e.context, e.takes, node);
  if (e.drops.valid()) drop(e.context, e.drops, node);
  if (e.step.valid()) {
    if (e.begins) read_attempt(e, id);
    if (e.happens) read_own_event(e, node);
    read_scope(e);
  }
  if (e.crashes) crashes_.push_back(node);
}

// The thread's first transition, when that had to wait for `starts`.
bool RuleEvents::held_back(ContextId context, std::int32_t ordinal) const {
  return ordinal == 1 && s_.context(context).starts.valid();
}

void RuleEvents::read_attempt(const Event& e, EventId id) {
  if (!plans_.blocking[e.step.index()]) return;
  const auto matches = plans_.table.attempts[e.step.index()];
  if (matches.empty() && !plans_.waits) return;
  const NodeId node = order_.attempt(id, held_back(e.context, e.ordinal));
  for (const Match& m : matches) select(m, node, e.context, false);
  if (plans_.waits) attempts_.push_back({node, {}, e.step, e.context});
}

void RuleEvents::read_pending(const PendingAttempt& p) {
  if (p.begun || !p.step.valid()) return;
  if (!plans_.blocking[p.step.index()]) return;
  const auto matches = plans_.table.attempts[p.step.index()];
  if (matches.empty() && !plans_.waits) return;
  const bool back = held_back(p.context, order_.count(p.context) + 1);
  const NodeId node = order_.pending_attempt(p.context, p.step, back);
  for (const Match& m : matches) select(m, node, p.context, false);
  if (plans_.waits) attempts_.push_back({node, {}, p.step, p.context});
}

// Where an allocation does not reclaim, whatever its gfp.
void RuleEvents::read_scope(const Event& e) {
  std::int32_t& depth = noreclaim_[e.context.index()];
  switch (s_.step(e.step).op) {
    case Op::memalloc_noreclaim_save: ++depth; return;
    case Op::memalloc_noreclaim_restore: depth -= depth > 0; return;
    case Op::kmalloc:
      // It goes on: reclaim runs in it.
      if (e.happens && !e.ends) ++depth;
      if (!e.happens && e.ends) depth -= depth > 0;
      return;
    default: return;
  }
}

bool RuleEvents::never_reclaims(const Event& e) const {
  const Op op = s_.step(e.step).op;
  return (op == Op::kmalloc || op == Op::might_alloc) &&
         noreclaim_[e.context.index()] > 0;
}

void RuleEvents::read_own_event(const Event& e, NodeId node) {
  const Step& step = s_.step(e.step);
  // The contract forbids reclaim, not the word.
  const bool harmless = never_reclaims(e);
  for (const Match& m : plans_.table.returns[e.step.index()])
    if (!harmless || !plans_.selections[m.selection.index()].rule->built_in)
      select(m, node, e.context, false);
  const bool idle = step.op == Op::publish_
                        ? !e.published.valid()
                        : !e.signals.valid() && e.result == kInvalid;
  if (idle)
    for (const Match& m : plans_.table.idle[e.step.index()])
      select(m, node, e.context, true);
  read_locks(e, node);
  if (plans_.sections && e.section >= 0) read_section(e, node);
  if (!plans_.waits) return;
  for (std::size_t i = attempts_.size(); i-- > 0;) {
    Attempt& a = attempts_[i];
    if (a.context != e.context || a.step != e.step) continue;
    if (!a.event.valid()) a.event = node;
    break;
  }
}

void RuleEvents::select(const Match& match, NodeId node, ContextId context,
                        bool idle) {
  if (!plans_.table.allows(match, context)) return;
  selected_[match.selection.index()].push_back(
      {node, match.variable, match.object, idle});
}

void RuleEvents::read_locks(const Event& e, NodeId node) {
  for (const LockStep& l : plans_.locks[e.step.index()]) {
    if (takes(l.change, e.result)) take(e.context, l.lock, node);
    if (l.change == LockChange::release) drop(e.context, l.lock, node);
  }
}

RuleEvents::Open& RuleEvents::open_lock(ContextId context, ObjectId lock) {
  const auto number = static_cast<std::size_t>(lock_number_[lock.index()]);
  return open_locks_[context.index() * lock_count_ + number];
}

// Taken again while held, as a reader may: one hold, to the last release.
void RuleEvents::take(ContextId context, ObjectId lock, NodeId node) {
  if (!plans_.held[lock.index()]) return;
  Open& open = open_lock(context, lock);
  if (++open.depth > 1) return;
  open.hold = static_cast<std::int32_t>(locks_.size());
  locks_.push_back({node, {}, context, lock, {}});
}

void RuleEvents::drop(ContextId context, ObjectId lock, NodeId node) {
  if (!plans_.held[lock.index()]) return;
  Open& open = open_lock(context, lock);
  if (open.depth == 0 || --open.depth > 0) return;
  locks_[static_cast<std::size_t>(open.hold)].close = node;
}

// A section inside one of its own class is part of that one.
void RuleEvents::read_section(const Event& e, NodeId node) {
  auto& slots = open_sections_[e.context.index()];
  const auto slot = static_cast<std::size_t>(e.section);
  if (slots.size() <= slot) slots.resize(slot + 1, -1);
  const Step& step = s_.step(e.step);
  if (step.op != Op::dma_fence_begin_signalling) {
    const std::int32_t hold = slots[slot];
    slots[slot] = -1;
    if (hold >= 0 && std::find(slots.begin(), slots.end(), hold) == slots.end())
      sections_[static_cast<std::size_t>(hold)].close = node;
    return;
  }
  const Operand& named = step.operands[0];
  const ClassId klass =
      named.given() ? ClassId(named.value) : plans_.fence_class;
  for (const std::int32_t hold : slots)
    if (hold >= 0 && sections_[static_cast<std::size_t>(hold)].klass == klass) {
      slots[slot] = hold;
      return;
    }
  slots[slot] = static_cast<std::int32_t>(sections_.size());
  sections_.push_back({node, {}, e.context, {}, klass});
}

// Publication, signal and initialisation write the fence, so every schedule of
// the class has them in this order.
void RuleEvents::read_fence(const Event& e, NodeId node) {
  if (e.published.valid() && plans_.pending[e.published.index()]) {
    fences_[e.published.index()].published = true;
    update(e.published, node);
  }
  if (e.signals.valid() && plans_.pending[e.signals.index()]) {
    fences_[e.signals.index()].signaled = true;
    update(e.signals, node);
  }
  if (!e.happens || !e.step.valid()) return;
  const Step& step = s_.step(e.step);
  if (step.op != Op::dma_fence_init && step.op != Op::init_ &&
      step.op != Op::dma_fence_array_create)
    return;
  const ObjectId fence = step.operands[0].object();
  if (!plans_.pending[fence.index()]) return;
  Fence& f = fences_[fence.index()];
  const bool anew = step.op == Op::init_;  // who may see it, too
  if (anew) f.published = s_.object(fence).published;
  f.signaled = anew && s_.object(fence).signaled;
  update(fence, node);
}

void RuleEvents::update(ObjectId fence, NodeId node) {
  if (!plans_.pending[fence.index()]) return;
  Fence& f = fences_[fence.index()];
  const bool pending = f.published && !f.signaled;
  if (pending && f.hold < 0) {
    f.hold = static_cast<std::int32_t>(pending_.size());
    pending_.push_back({node, {}, {}, fence, {}});
  } else if (!pending && f.hold >= 0) {
    pending_[static_cast<std::size_t>(f.hold)].close = node;
    f.hold = -1;
  }
}

bool RuleEvents::exempt(SelectionId unless, NodeId node,
                        const Binding& binding) const {
  if (!unless.valid()) return false;
  const NodeFacts f = order_.facts(node);
  const auto any_of = [&](std::span<const Match> matches) {
    for (const Match& m : matches)
      if (m.selection == unless && plans_.table.allows(m, f.context) &&
          binding.with(m.variable, m.object))
        return true;
    return false;
  };
  if (f.step.valid() && any_of(plans_.table.exemptions[f.step.index()]))
    return true;
  if (f.kind == NodeKind::published_at_start)
    return any_of(plans_.table.publishes[f.object.index()]);
  if (f.kind == NodeKind::signaled_at_start)
    return any_of(plans_.table.signals[f.object.index()]);
  if (f.kind != NodeKind::transition) return false;
  const Event& e = trace().events[f.event.index()];
  return (e.signals.valid() &&
          any_of(plans_.table.signals[e.signals.index()])) ||
         (e.published.valid() &&
          any_of(plans_.table.publishes[e.published.index()]));
}

}  // namespace picket
