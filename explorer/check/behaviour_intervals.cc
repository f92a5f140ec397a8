// Intervals in behaviours: what is held, open or pending is a row of formulas
// in time; what is between two selectors follows from the letters.
#include <algorithm>

#include "explorer/check/behaviour_formula.h"

namespace picket {
namespace {

ObjectId bound(const IntervalPlan& plan, const Binding& binding) {
  return plan.variable < 0
             ? ObjectId{}
             : binding.objects[static_cast<std::size_t>(plan.variable)];
}

template <class T>
bool lists(const std::vector<T>& list, const T& x) {
  return std::find(list.begin(), list.end(), x) != list.end();
}

}  // namespace

BehaviourFormula::View BehaviourFormula::view(const IntervalPlan& plan,
                                              const Binding& binding) {
  const Interval& i = *plan.interval;
  const ObjectId only = bound(plan, binding);
  const auto concerns = [&](ObjectId o) {
    if (only.valid() && o != only) return false;
    if (!i.objects.empty() && !lists(i.objects, o)) return false;
    return is_about(*plan.rule, a_.world->object(o));
  };
  // Rows of each context, or of nobody.
  std::vector<std::vector<const Row*>> rows(contexts_);
  std::vector<Row> pending;
  switch (i.kind) {
    case Interval::Kind::between:
    case Interval::Kind::after: return view_after(plan, binding);
    case Interval::Kind::before: return view_before(plan, binding);
    case Interval::Kind::held:
      for (const auto& [key, row] : held_)
        if (concerns(key.first)) rows[key.second].push_back(&row);
      return view_of_rows(rows);
    case Interval::Kind::signalling:
      for (const auto& [key, row] : open_)
        if (is_of(plan, binding, key.first)) rows[key.second].push_back(&row);
      return view_of_rows(rows);
    case Interval::Kind::pending: break;
  }
  for (const auto& [fence, published] : published_) {
    if (!concerns(fence)) continue;
    const auto signaled = signaled_.find(fence);
    Row row;
    for (std::size_t t = 0; t <= n_; ++t)
      row.push_back(signaled == signaled_.end()
                        ? published[t]
                        : p_.both(published[t], -signaled->second[t]));
    pending.push_back(std::move(row));
  }
  rows.assign(1, {});
  for (const Row& row : pending) rows[0].push_back(&row);
  View v = view_of_rows(rows);
  v.anybodys = true;
  v.belongs.assign(contexts_, p_.truth());
  return v;
}

bool BehaviourFormula::is_of(const IntervalPlan& plan, const Binding& binding,
                             ClassId klass) const {
  const Interval& i = *plan.interval;
  const ObjectId only = bound(plan, binding);
  if (only.valid() && a_.world->object(only).klass != klass) return false;
  if (i.klass.valid()) return klass == i.klass;
  if (i.objects.empty())
    return plan.rule->classes.empty() || lists(plan.rule->classes, klass);
  return std::any_of(i.objects.begin(), i.objects.end(), [&](ObjectId o) {
    return a_.world->object(o).klass == klass;
  });
}

// Strictly inside: open before the letter and not closed by it.
BehaviourFormula::View BehaviourFormula::view_of_rows(
    const std::vector<std::vector<const Row*>>& rows) const {
  View v;
  v.each.resize(n_ + 1);
  for (const auto& own : rows) {
    Row inside, after;
    for (std::size_t t = 0; t <= n_; ++t) {
      std::vector<Formula> some, stays;
      for (const Row* row : own) {
        some.push_back((*row)[t]);
        v.each[t].push_back((*row)[t]);
        if (t < n_) stays.push_back(p_.both((*row)[t], (*row)[t + 1]));
      }
      after.push_back(p_.any(std::move(some)));
      if (t < n_) inside.push_back(p_.any(std::move(stays)));
    }
    v.inside.push_back(std::move(inside));
    v.after.push_back(std::move(after));
  }
  return v;
}

// between(A, B), after(A): from an A to the first B behind it.
BehaviourFormula::View BehaviourFormula::view_after(const IntervalPlan& plan,
                                                    const Binding& binding) {
  View v;
  v.each.resize(n_ + 1);
  Row opens, closes;
  for (std::size_t i = 0; i < n_; ++i) {
    opens.push_back(matches(i, plan.from, binding));
    closes.push_back(matches(i, plan.to, binding));
  }
  for (std::size_t c = 0; c < contexts_; ++c) {
    Row inside, after{-p_.truth()};
    for (std::size_t i = 0; i < n_; ++i) {
      const Formula stays = p_.both(after[i], -closes[i]);
      inside.push_back(stays);
      after.push_back(p_.either(p_.both(opens[i], context_[i][c]), stays));
    }
    v.inside.push_back(std::move(inside));
    v.after.push_back(std::move(after));
  }
  for (std::size_t i = 0; i < n_; ++i) {
    Formula open = opens[i];
    for (std::size_t t = i + 1; t <= n_; ++t) {
      v.each[t].push_back(open);
      if (t < n_) open = p_.both(open, -closes[t]);
    }
  }
  return v;
}

// From the start to the first B. It is everybody's, or of those who do a B.
BehaviourFormula::View BehaviourFormula::view_before(const IntervalPlan& plan,
                                                     const Binding& binding) {
  View v;
  v.anybodys = true;
  Row inside, after{p_.truth()}, closes;
  for (std::size_t i = 0; i < n_; ++i) {
    closes.push_back(matches(i, plan.to, binding));
    inside.push_back(p_.both(after[i], -closes[i]));
    after.push_back(inside[i]);
  }
  const Formula never = -p_.any(closes);
  for (std::size_t c = 0; c < contexts_; ++c) {
    std::vector<Formula> own{never};
    for (std::size_t i = 0; i < n_; ++i)
      own.push_back(p_.both(closes[i], context_[i][c]));
    v.belongs.push_back(p_.any(std::move(own)));
  }
  for (const Formula f : after) v.each.push_back({f});
  v.inside.push_back(std::move(inside));
  v.after.push_back(std::move(after));
  return v;
}

}  // namespace picket
