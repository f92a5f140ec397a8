#include "spec/rules/interval.h"

#include <algorithm>

namespace picket {
namespace {

bool lists(const std::vector<ObjectId>& list, ObjectId o) {
  return std::find(list.begin(), list.end(), o) != list.end();
}

// signalling, signalling(class), signalling(fence): sections of its class.
bool is_section(const Scenario& s, const IntervalPlan& plan, ClassId klass) {
  const Interval& i = *plan.interval;
  if (i.klass.valid()) return klass == i.klass;
  const std::vector<ClassId>& only = plan.rule->classes;
  if (i.objects.empty())
    return only.empty() ||
           std::find(only.begin(), only.end(), klass) != only.end();
  for (const ObjectId fence : i.objects)
    if (s.object(fence).klass == klass) return true;
  return false;
}

}  // namespace

void Intervals::find(const RuleEvents& events, const IntervalPlan& plan,
                     const Binding& binding) {
  all_.clear();
  closers_.clear();
  switch (plan.kind()) {
    case Interval::Kind::held:
    case Interval::Kind::signalling:
    case Interval::Kind::pending: return find_holds(events, plan, binding);
    case Interval::Kind::between:
    case Interval::Kind::after:
    case Interval::Kind::before: return find_between(events, plan, binding);
  }
}

void Intervals::add(OpenInterval interval, std::size_t first_closer) {
  interval.first_closer = static_cast<std::uint32_t>(first_closer);
  interval.closers = static_cast<std::uint32_t>(closers_.size() - first_closer);
  all_.push_back(interval);
}

void Intervals::find_holds(const RuleEvents& events, const IntervalPlan& plan,
                           const Binding& binding) {
  const Interval& i = *plan.interval;
  const bool section = i.kind == Interval::Kind::signalling;
  const auto& holds = section                          ? events.sections()
                      : i.kind == Interval::Kind::held ? events.locks()
                                                       : events.pending();
  const Scenario& s = *events.plans().scenario;
  for (const Hold& h : holds) {
    if (section ? !is_section(s, plan, h.klass)
                : !i.objects.empty() && !lists(i.objects, h.object))
      continue;
    if (!section && !is_about(*plan.rule, s.object(h.object))) continue;
    if (!section || plan.variable < 0) {
      if (const auto bound = binding.with(plan.variable, h.object))
        add_hold(h, *bound);
      continue;
    }
    // signalling($f): one for every fence of the section's class.
    for (std::size_t o = 0; o < s.objects.size(); ++o) {
      const Object& f = s.objects[o];
      if (!type_fits(f.type, "fence") || f.klass != h.klass) continue;
      if (const auto bound = binding.with(plan.variable, ObjectId(o)))
        add_hold(h, *bound);
    }
  }
}

void Intervals::add_hold(const Hold& hold, const Binding& binding) {
  const std::size_t first = closers_.size();
  if (hold.close.valid()) closers_.push_back(hold.close);
  add({hold.open, hold.context, binding, 0, 0, false}, first);
}

void Intervals::find_between(const RuleEvents& events, const IntervalPlan& plan,
                             const Binding& binding) {
  OpenInterval i;
  if (plan.kind() == Interval::Kind::before)
    return add_closed(events, plan, i, binding);
  i.reopens = true;
  for (const Selected& p : events.selected(plan.from)) {
    const auto bound = binding.with(p.variable, p.object);
    if (!bound) continue;
    i.opener = p.node;
    i.context = events.order().context(p.node);
    add_closed(events, plan, i, *bound);
  }
}

// One interval for every object that the closing selector may mean.
void Intervals::add_closed(const RuleEvents& events, const IntervalPlan& plan,
                           OpenInterval interval, const Binding& binding) {
  if (!plan.to.valid()) {
    interval.binding = binding;
    return add(interval, closers_.size());
  }
  const Selection& to = events.plans().selections[plan.to.index()];
  for_each_binding(to, *plan.candidates, binding, [&](const Binding& bound) {
    const std::size_t first = closers_.size();
    for (const Selected& c : events.selected(plan.to))
      if (c.node != interval.opener && bound.with(c.variable, c.object))
        closers_.push_back(c.node);
    interval.binding = bound;
    add(interval, first);
  });
}

void Intervals::require_open(const OpenInterval& i, NodeId node,
                             CaseList& out) const {
  if (i.opener.valid()) out.require(i.opener, node);
  for (const NodeId c : closers(i)) {
    if (i.reopens) out.either(c, i.opener);
    out.either(node, c);
    out.end_clause();
  }
}

bool Intervals::belongs_to(const OpenInterval& i, ContextId context,
                           const BaseOrder& order) const {
  if (i.opener.valid()) return !i.context.valid() || i.context == context;
  if (i.closers == 0) return true;
  for (const NodeId c : closers(i))
    if (order.context(c) == context) return true;
  return false;
}

}  // namespace picket
