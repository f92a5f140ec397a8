#include "spec/rules/small_model.h"

#include <algorithm>

namespace picket {
namespace {

constexpr std::size_t kCircle = 3;  // fences in a circle
constexpr std::size_t kWithIt = 4;  // an event and what goes with it

struct About {
  std::size_t events = 0, contexts = 0, objects = 0;
};

// What a violation of the rule is about.
About about(const Rule& r) {
  const auto n = static_cast<std::size_t>(r.number) + 1;
  const bool before = r.interval.kind == Interval::Kind::before;
  const bool anybodys = r.interval.kind == Interval::Kind::pending;
  switch (r.pattern) {
    case Rule::Pattern::never:
      if (!r.has_within) return {1, 1, 1};
      return {before ? 3u : 2u, r.across || anybodys ? 2u : 1u, 2};
    case Rule::Pattern::only_if:
    case Rule::Pattern::leads_to: return {1, 1, 2};
    case Rule::Pattern::order:
    case Rule::Pattern::in_order:
    case Rule::Pattern::exclusive: return {2, 2, 2};
    case Rule::Pattern::at_most: return {n, n, n};
    // Attempt and signal, of each of the fences there are.
    case Rule::Pattern::acyclic: return {2 * kCircle, kCircle, kCircle};
  }
  return {};
}

std::vector<const IntervalPlan*> intervals_of(const RulePlan& p) {
  std::vector<const IntervalPlan*> out;
  for (const IntervalPlan* i : {&p.interval, &p.second})
    if (i->given()) out.push_back(i);
  return out;
}

// Does a rule accept some event only because there is another one?
bool needs_support(const RulePlan& p) {
  if (p.rule->pattern == Rule::Pattern::only_if ||
      p.rule->pattern == Rule::Pattern::leads_to)
    return true;
  const auto all = intervals_of(p);
  return std::any_of(all.begin(), all.end(), [](const IntervalPlan* i) {
    return i->kind() == Interval::Kind::before;
  });
}

std::size_t bindings(const RulePlan& p) {
  std::size_t n = 1;
  for (const auto& list : *p.candidates)
    if (!list.empty()) n *= list.size();
  return n;
}

bool selects(const Alphabet& a, const Letter& l, SelectionId s) {
  const MatchTable& t = a.plans.table;
  const auto listed = [&](const auto& matches) {
    return std::any_of(matches.begin(), matches.end(),
                       [&](const Match& m) { return m.selection == s; });
  };
  if (l.attempt) return listed(t.attempts[l.step.index()]);
  if (listed(t.returns[l.step.index()]) || listed(t.idle[l.step.index()]))
    return true;
  if (l.effect == Letter::Effect::signal)
    return listed(t.signals[l.object.index()]);
  return l.effect == Letter::Effect::publish &&
         listed(t.publishes[l.object.index()]);
}

// Rule 4: which letters close what which letters open.
class Closing {
 public:
  explicit Closing(const Alphabet& a) : a_(a) {
    for (std::size_t r = a.base_rules; r < a.plans.rules.size(); ++r)
      for (const IntervalPlan* i : intervals_of(a.plans.rules[r]))
        if (i->kind() == Interval::Kind::between)
          all_.push_back({i->from, i->to, bindings(a.plans.rules[r])});
  }

  bool any() const { return !all_.empty(); }

  // So many events for one that is kept; none: without end.
  std::size_t most() const {
    std::size_t most = 0;
    for (const Letter& l : a_.letters) {
      const std::size_t n = events(l, 0);
      if (n == 0) return 0;
      most = std::max(most, n);
    }
    return most;
  }

 private:
  struct Between {
    SelectionId from, to;
    std::size_t bindings;
  };

  // The event, and what goes with it: any of that may open something.
  std::size_t events(const Letter& letter, std::size_t depth) const {
    if (depth > all_.size()) return 0;
    std::size_t sum = kWithIt;
    for (const Between& b : all_) {
      if (!opens(letter, b)) continue;
      std::size_t most = 0;
      for (const Letter& l : a_.letters) {
        if (!selects(a_, l, b.to)) continue;
        const std::size_t n = events(l, depth + 1);
        if (n == 0) return 0;
        most = std::max(most, n);
      }
      sum += b.bindings * most;
    }
    return sum;
  }

  bool opens(const Letter& letter, const Between& b) const {
    return std::any_of(a_.letters.begin(), a_.letters.end(),
                       [&](const Letter& l) {
                         const bool with_it =
                             l.step == letter.step ||
                             (l.object.valid() && l.object == letter.object) ||
                             (l.klass.valid() && l.klass == letter.klass);
                         return with_it && selects(a_, l, b.from);
                       });
  }

  const Alphabet& a_;
  std::vector<Between> all_;
};

// Is there something that events need, or that ends what they begin, and that
// other contexts do?
bool needs_others(const Alphabet& a) {
  const bool waits =
      std::any_of(a.letters.begin(), a.letters.end(), [](const Letter& l) {
        return l.effect == Letter::Effect::await ||
               l.effect == Letter::Effect::get;
      });
  if (waits) return true;
  for (const RulePlan& p : a.plans.rules)
    for (const IntervalPlan* i : intervals_of(p))
      if (i->kind() == Interval::Kind::pending) return true;
  return false;
}

}  // namespace

SmallModel small_model(const Alphabet& a) {
  About most;
  std::size_t support = 0;
  for (std::size_t i = 0; i < a.plans.rules.size(); ++i) {
    const RulePlan& p = a.plans.rules[i];
    if (i >= a.base_rules) {
      if (needs_support(p)) support += bindings(p);
      continue;
    }
    const About own = about(*p.rule);
    most.events = std::max(most.events, own.events);
    most.contexts = std::max(most.contexts, own.contexts);
  }
  const Closing closing(a);
  const std::size_t each = closing.most();
  const std::size_t kept = most.events + support;
  SmallModel out;
  out.exists = each > 0;
  out.events = kept * each;
  out.contexts = most.contexts + support;
  if (closing.any())
    out.contexts += kept * (each / kWithIt);
  else if (needs_others(a))
    out.contexts += kept;
  return out;
}

std::size_t objects_enough(const Alphabet& a) {
  std::size_t own = 1, others = 0;
  const auto& rules = a.world->rules;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const Rule& r = rules[i];
    if (i < a.base_rules) {
      own = std::max(own, about(r).objects);
      continue;
    }
    // Any other object may be what an event is accepted for.
    if (r.pattern != Rule::Pattern::only_if &&
        r.pattern != Rule::Pattern::leads_to)
      continue;
    others += std::any_of(r.b.terms.begin(), r.b.terms.end(),
                          [](const SelectorTerm& t) {
                            return t.argument == SelectorTerm::Argument::any;
                          });
  }
  return std::max<std::size_t>(2, own + others);
}

}  // namespace picket
