#include "spec/rules/violation.h"

#include <algorithm>
#include <optional>

namespace picket {
namespace {

// Those events of a group that `per` names; seqnos count within a timeline
// unless the rule says otherwise.
bool same_group(const Rule& rule, const Object& a, const Object& b) {
  return rule.per == "class" ? a.klass == b.klass : a.timeline == b.timeline;
}

// What both say; nothing if they contradict each other.
std::optional<Binding> merged(const Binding& a, const Binding& b) {
  std::optional<Binding> out = a;
  for (std::size_t v = 0; out && v < kMaxVariables; ++v)
    if (b.objects[v].valid())
      out = out->with(static_cast<int>(v), b.objects[v]);
  return out;
}

void add_once(std::vector<Binding>& list, const Binding& b) {
  if (std::find(list.begin(), list.end(), b) == list.end()) list.push_back(b);
}

}  // namespace

Violations::Violations(const RulePlans& plans) : plans_(plans), waits_(plans) {}

void Violations::find(RuleEvents& events, std::size_t rule, CaseList& out) {
  out.clear();
  events_ = &events;
  plan_ = &plans_.rules[rule];
  out_ = &out;
  applied_ = false;
  switch (plan_->rule->pattern) {
    case Rule::Pattern::never: return never();
    case Rule::Pattern::only_if: return only_if();
    case Rule::Pattern::order: return order();
    case Rule::Pattern::leads_to: return leads_to();
    case Rule::Pattern::in_order: return in_order();
    case Rule::Pattern::at_most: return at_most();
    case Rule::Pattern::exclusive: return exclusive();
    case Rule::Pattern::acyclic: return acyclic();
  }
}

template <class Judge>
void Violations::for_each(SelectionId s, const Binding& binding, Judge judge) {
  if (!s.valid()) return;
  for (const Selected& x : events_->selected(s))
    if (const auto bound = binding.with(x.variable, x.object)) judge(x, *bound);
}

template <class Judge>
void Violations::with_all_bound(SelectionId s, const Binding& binding,
                                Judge judge) {
  for_each_binding(plans_.selections[s.index()], *plan_->candidates, binding,
                   judge);
}

// A crash ends the schedule: what a case is about must have come before.
void Violations::end_case() {
  for (const NodeId crash : events_->crashes())
    for (const NodeId node : about_)
      if (node != crash) out_->require(node, crash);
  for (const NodeId node : about_) out_->about(node);
  about_.clear();
  out_->end();
}

void Violations::never() {
  if (!plan_->interval.given()) applied_ = true;
  for_each(plan_->a, {}, [&](const Selected& a, const Binding& binding) {
    if (plan_->interval.given()) return never_within(a, binding);
    if (events_->exempt(plan_->unless, a.node, binding)) return;
    out_->begin();
    about_ = {a.node};
    end_case();
  });
  // What can only be broken in an interval applies where one opens.
  if (applied_) return;
  first_.find(*events_, plan_->interval, {});
  applied_ = !first_.all().empty();
}

void Violations::never_within(const Selected& a, const Binding& binding) {
  const BaseOrder& order = events_->order();
  first_.find(*events_, plan_->interval, binding);
  for (const OpenInterval& i : first_.all()) {
    applied_ = true;
    if (!plan_->rule->across &&
        !first_.belongs_to(i, order.context(a.node), order))
      continue;
    // Only now: the exemption may name what the interval has bound.
    if (events_->exempt(plan_->unless, a.node, i.binding)) continue;
    out_->begin();
    first_.require_open(i, a.node, *out_);
    about_.clear();
    if (i.opener.valid()) about_.push_back(i.opener);
    about_.push_back(a.node);
    end_case();
  }
}

// In the model: a is what needs, b what must have come first.
void Violations::only_if() {
  for_each(plan_->a, {}, [&](const Selected& a, const Binding& binding) {
    applied_ = true;
    if (events_->exempt(plan_->unless, a.node, binding)) return;
    with_all_bound(plan_->b, binding, [&](const Binding& all) {
      out_->begin();
      for_each(plan_->b, all, [&](const Selected& b, const Binding&) {
        if (b.node != a.node) out_->require(a.node, b.node);
      });
      about_ = {a.node};
      end_case();
    });
  });
}

void Violations::order() {
  for_each(plan_->a, {}, [&](const Selected& a, const Binding& binding) {
    for_each(plan_->b, binding, [&](const Selected& b, const Binding& all) {
      applied_ = true;
      if (a.node == b.node) return;
      if (events_->exempt(plan_->unless, a.node, all)) return;
      if (events_->exempt(plan_->unless, b.node, all)) return;
      out_->begin();
      out_->require(b.node, a.node);
      about_ = {b.node, a.node};
      end_case();
    });
  });
}

void Violations::leads_to() {
  const Trace& trace = events_->trace();
  for_each(plan_->a, {}, [&](const Selected& a, const Binding& binding) {
    applied_ = true;
    if (trace.crashed || trace.limited) return;
    if (events_->exempt(plan_->unless, a.node, binding)) return;
    with_all_bound(plan_->b, binding, [&](const Binding& all) {
      out_->begin();
      for_each(plan_->b, all, [&](const Selected& b, const Binding&) {
        if (b.node != a.node) out_->require(b.node, a.node);
      });
      about_ = {a.node};
      end_case();
    });
  });
}

void Violations::in_order() {
  const Scenario& s = *plans_.scenario;
  const auto& all = events_->selected(plan_->a);
  // A selector may match operations that have no object.
  const auto is_fence = [&](const Selected& e) {
    return !e.idle && e.object.valid() &&
           type_fits(s.object(e.object).type, "fence");
  };
  for (const Selected& x : all) {
    if (!is_fence(x)) continue;
    for (const Selected& y : all) {
      if (!is_fence(y)) continue;
      const Object& lower = s.object(x.object);
      const Object& higher = s.object(y.object);
      if (lower.seqno >= higher.seqno) continue;
      if (!same_group(*plan_->rule, lower, higher)) continue;
      applied_ = true;
      if (events_->exempt(plan_->unless, x.node, {})) continue;
      if (events_->exempt(plan_->unless, y.node, {})) continue;
      out_->begin();
      out_->require(y.node, x.node);
      about_ = {y.node, x.node};
      end_case();
    }
  }
}

void Violations::acyclic() {
  applied_ = !events_->attempts().empty();
  if (!waits_.find_cycle(*plan_->rule, *events_)) return;
  out_->begin();
  about_ = waits_.cycle();
  end_case();
}

// Intervals that are open at once: one of them opens last, while the others
// are open.
void Violations::exclusive() {
  first_.find(*events_, plan_->interval, {});
  for (const OpenInterval& i : first_.all()) {
    second_.find(*events_, plan_->second, i.binding);
    for (const OpenInterval& j : second_.all()) {
      applied_ = true;
      if (i.context.valid() && i.context == j.context) continue;
      overlap(i, j);
    }
  }
}

void Violations::overlap(const OpenInterval& i, const OpenInterval& j) {
  if (i.opener == j.opener) {
    out_->begin();
    about_.clear();
    if (i.opener.valid()) about_.push_back(i.opener);
    return end_case();
  }
  if (j.opener.valid()) {
    out_->begin();
    first_.require_open(i, j.opener, *out_);
    about_.clear();
    if (i.opener.valid()) about_.push_back(i.opener);
    about_.push_back(j.opener);
    end_case();
  }
  if (i.opener.valid()) {
    out_->begin();
    second_.require_open(j, i.opener, *out_);
    about_.clear();
    if (j.opener.valid()) about_.push_back(j.opener);
    about_.push_back(i.opener);
    end_case();
  }
}

void Violations::at_most() {
  const int variable = plan_->interval.variable;
  Binding none;
  if (variable < 0 && !plan_->interval.from.valid()) return at_most(none);
  first_.find(*events_, plan_->interval, {});
  bindings_.clear();
  for (const OpenInterval& i : first_.all()) add_once(bindings_, i.binding);
  for (std::size_t i = 0; i < bindings_.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (const auto both = merged(bindings_[i], bindings_[j]))
        add_once(bindings_, *both);
  // One count for each that no other says more than.
  for (const Binding& b : bindings_)
    if (std::none_of(bindings_.begin(), bindings_.end(), [&](const Binding& c) {
          return c != b && merged(b, c) == c;
        }))
      at_most(b);
}

void Violations::at_most(const Binding& binding) {
  first_.find(*events_, plan_->interval, binding);
  applied_ |= !first_.all().empty();
  chosen_.clear();
  choose(0, binding);
}

// All sets of number + 1 intervals that the base order lets be open at once.
void Violations::choose(std::size_t next, const Binding& binding) {
  const auto wanted = static_cast<std::size_t>(plan_->rule->number) + 1;
  if (chosen_.size() == wanted) {
    for (std::size_t last = 0; last < wanted; ++last) last_opened(last);
    return;
  }
  const auto all = first_.all();
  const BaseOrder& order = events_->order();
  const auto never_together = [&](const OpenInterval& x,
                                  const OpenInterval& y) {
    if (x.reopens || x.closers != 1 || !y.opener.valid()) return false;
    const NodeId close = first_.closers(x)[0];
    return close == y.opener || order.before(close, y.opener);
  };
  for (std::size_t i = next; i < all.size(); ++i) {
    if (all.size() - i < wanted - chosen_.size()) return;
    bool fits = true;
    for (const std::size_t c : chosen_)
      fits = fits && all[c].opener != all[i].opener &&
             !never_together(all[c], all[i]) && !never_together(all[i], all[c]);
    if (!fits) continue;
    chosen_.push_back(i);
    choose(i + 1, binding);
    chosen_.pop_back();
  }
}

void Violations::last_opened(std::size_t last) {
  const auto all = first_.all();
  const OpenInterval& newest = all[chosen_[last]];
  if (!newest.opener.valid()) {
    // before(B): the only interval there is, open from the start.
    out_->begin();
    about_.clear();
    end_case();
    return;
  }
  out_->begin();
  about_.clear();
  for (const std::size_t c : chosen_) {
    about_.push_back(all[c].opener);
    if (c != chosen_[last]) first_.require_open(all[c], newest.opener, *out_);
  }
  end_case();
}

}  // namespace picket
