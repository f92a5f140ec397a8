// What rules say of the letters: selectors, and the patterns but for their
// intervals.
#include <algorithm>

#include "explorer/check/behaviour_formula.h"

namespace picket {
namespace {

// A value for every variable of the rule that can have one.
void extend(const Candidates& candidates, std::size_t at, const Binding& so_far,
            std::vector<Binding>& out) {
  if (at == kMaxVariables) {
    out.push_back(so_far);
    return;
  }
  if (candidates[at].empty()) return extend(candidates, at + 1, so_far, out);
  for (const ObjectId o : candidates[at]) {
    Binding more = so_far;
    more.objects[at] = o;
    extend(candidates, at + 1, more, out);
  }
}

bool fits(const Match& m, const Binding& binding) {
  if (m.variable < 0) return true;
  const ObjectId bound = binding.objects[static_cast<std::size_t>(m.variable)];
  return !bound.valid() || bound == m.object;
}

}  // namespace

std::vector<Binding> BehaviourFormula::bindings(const RulePlan& p) const {
  std::vector<Binding> out;
  extend(*p.candidates, 0, {}, out);
  return out;
}

void BehaviourFormula::add_hits(std::size_t letter,
                                std::span<const Match> matches, Hit::When when,
                                bool idle) {
  for (const Match& m : matches)
    hits_[m.selection.index()].push_back({letter, when, m, idle});
}

void BehaviourFormula::find_hits() {
  const MatchTable& table = a_.plans.table;
  hits_.resize(a_.plans.selections.size());
  exempts_.resize(a_.plans.selections.size());
  for (std::size_t l = 0; l < a_.letters.size(); ++l) {
    const Letter& letter = a_.letters[l];
    const std::size_t step = letter.step.index();
    for (const Match& m : table.exemptions[step])
      exempts_[m.selection.index()].push_back({l, Hit::When::always, m, false});
    if (letter.attempt) {
      add_hits(l, table.attempts[step], Hit::When::always, false);
      continue;
    }
    add_hits(l, table.returns[step], Hit::When::always, false);
    const bool signals = letter.effect == Letter::Effect::signal;
    const bool publishes = letter.effect == Letter::Effect::publish;
    if (!signals && !publishes) continue;
    const auto by_object = signals ? table.signals[letter.object.index()]
                                   : table.publishes[letter.object.index()];
    add_hits(l, by_object, Hit::When::fresh, false);
    for (const Match& m : by_object)
      exempts_[m.selection.index()].push_back({l, Hit::When::fresh, m, false});
    add_hits(l, table.idle[step], Hit::When::stale, true);
  }
}

Formula BehaviourFormula::hit(const Hit& h, std::size_t place) const {
  const Letter& letter = a_.letters[h.letter];
  std::vector<Formula> all{letter_[place][h.letter]};
  if (h.when != Hit::When::always) {
    const auto& rows =
        letter.effect == Letter::Effect::signal ? signaled_ : published_;
    const Formula before = rows.at(letter.object)[place];
    all.push_back(h.when == Hit::When::fresh ? -before : before);
  }
  if (h.match.by >= 0) {
    std::vector<Formula> some;
    for (std::size_t c = 0; c < contexts_; ++c)
      if (a_.plans.table.allows(h.match, a_.contexts[c]))
        some.push_back(context_[place][c]);
    all.push_back(p_.any(std::move(some)));
  }
  return p_.all(std::move(all));
}

Formula BehaviourFormula::matches(std::size_t place, SelectionId s,
                                  const Binding& binding) {
  if (!s.valid()) return -p_.truth();
  std::vector<Formula> some;
  for (const Hit& h : hits_[s.index()])
    if (fits(h.match, binding)) some.push_back(hit(h, place));
  return p_.any(std::move(some));
}

Formula BehaviourFormula::exempt(std::size_t place, SelectionId unless,
                                 const Binding& binding) {
  if (!unless.valid()) return -p_.truth();
  std::vector<Formula> some;
  for (const Hit& h : exempts_[unless.index()])
    if (fits(h.match, binding)) some.push_back(hit(h, place));
  return p_.any(std::move(some));
}

// Per place: an event of the selection to which the exemption does not apply.
std::vector<Formula> BehaviourFormula::not_exempt(const RulePlan& p,
                                                  SelectionId s,
                                                  const Binding& b) {
  std::vector<Formula> out;
  for (std::size_t i = 0; i < n_; ++i)
    out.push_back(p_.both(matches(i, s, b), -exempt(i, p.unless, b)));
  return out;
}

Formula BehaviourFormula::never(const RulePlan& p, const Binding& b) {
  const std::vector<Formula> events = not_exempt(p, p.a, b);
  if (!p.interval.given()) return p_.any(events);
  const View v = view(p.interval, b);
  std::vector<Formula> some;
  for (std::size_t i = 0; i < n_; ++i)
    for (std::size_t c = 0; c < v.inside.size(); ++c) {
      Formula at = p_.both(events[i], v.inside[c][i]);
      if (!p.rule->across && v.anybodys) {
        std::vector<Formula> own;
        for (std::size_t k = 0; k < contexts_; ++k)
          own.push_back(p_.both(context_[i][k], v.belongs[k]));
        at = p_.both(at, p_.any(std::move(own)));
      } else if (!p.rule->across) {
        at = p_.both(at, context_[i][c]);
      }
      some.push_back(at);
    }
  return p_.any(std::move(some));
}

Formula BehaviourFormula::only_if(const RulePlan& p, const Binding& b) {
  const std::vector<Formula> events = not_exempt(p, p.a, b);
  std::vector<Formula> some;
  Formula before = -p_.truth();
  for (std::size_t i = 0; i < n_; ++i) {
    some.push_back(p_.both(events[i], -before));
    before = p_.either(before, matches(i, p.b, b));
  }
  return p_.any(std::move(some));
}

Formula BehaviourFormula::order(const RulePlan& p, const Binding& b) {
  const std::vector<Formula> first = not_exempt(p, p.a, b);
  const std::vector<Formula> second = not_exempt(p, p.b, b);
  std::vector<Formula> some;
  Formula before = -p_.truth();
  for (std::size_t i = 0; i < n_; ++i) {
    some.push_back(p_.both(first[i], before));
    before = p_.either(before, second[i]);
  }
  return p_.any(std::move(some));
}

Formula BehaviourFormula::leads_to(const RulePlan& p, const Binding& b) {
  const std::vector<Formula> events = not_exempt(p, p.a, b);
  std::vector<Formula> some;
  Formula later = -p_.truth();
  for (std::size_t i = n_; i-- > 0;) {
    some.push_back(p_.both(events[i], -later));
    later = p_.either(later, matches(i, p.b, b));
  }
  return p_.any(std::move(some));
}

Formula BehaviourFormula::in_order(const RulePlan& p) {
  const Scenario& w = *a_.world;
  std::map<ObjectId, Row> events;
  for (const Hit& h : hits_[p.a.index()]) {
    if (h.idle || !h.match.object.valid()) continue;
    if (!type_fits(w.object(h.match.object).type, "fence")) continue;
    Row& row = events[h.match.object];
    row.resize(n_, -p_.truth());
    for (std::size_t i = 0; i < n_; ++i)
      row[i] = p_.either(row[i],
                         p_.both(hit(h, i), -exempt(i, p.unless, Binding{})));
  }
  std::vector<Formula> some;
  for (const auto& [low, lower] : events)
    for (const auto& [high, higher] : events) {
      const Object &x = w.object(low), &y = w.object(high);
      const bool group = p.rule->per == "class" ? x.klass == y.klass
                                                : x.timeline == y.timeline;
      if (x.seqno >= y.seqno || !group) continue;
      Formula before = -p_.truth();
      for (std::size_t i = 0; i < n_; ++i) {
        some.push_back(p_.both(lower[i], before));
        before = p_.either(before, higher[i]);
      }
    }
  return p_.any(std::move(some));
}

Formula BehaviourFormula::at_most(const RulePlan& p, const Binding& b) {
  const View v = view(p.interval, b);
  std::vector<Formula> some;
  for (const Row& open : v.each)
    some.push_back(-p_.at_most(static_cast<std::size_t>(p.rule->number), open));
  return p_.any(std::move(some));
}

Formula BehaviourFormula::exclusive(const RulePlan& p, const Binding& b) {
  const View x = view(p.interval, b), y = view(p.second, b);
  std::vector<Formula> some;
  for (std::size_t t = 0; t <= n_; ++t)
    for (std::size_t i = 0; i < x.after.size(); ++i)
      for (std::size_t j = 0; j < y.after.size(); ++j)
        if (x.anybodys || y.anybodys || i != j)
          some.push_back(p_.both(x.after[i][t], y.after[j][t]));
  return p_.any(std::move(some));
}

Formula BehaviourFormula::acyclic(const RulePlan& p) {
  for (const Relation r :
       {Relation::program_order, Relation::signals, Relation::waits_for})
    if (std::find(p.rule->relations.begin(), p.rule->relations.end(), r) ==
        p.rule->relations.end())
      return -p_.truth();
  std::vector<ObjectId> fences;
  for (const auto& [fence, row] : signaled_) fences.push_back(fence);
  const auto count = fences.size();
  const auto tries = [&](std::size_t place, ObjectId fence) {
    std::vector<Formula> some;
    for (std::size_t l = 0; l < a_.letters.size(); ++l) {
      const Letter& letter = a_.letters[l];
      const Step& step = a_.world->step(letter.step);
      if (step.op == Op::dma_fence_wait && step.operands[0].object() == fence &&
          (letter.attempt || letter.tried_by < 0))
        some.push_back(letter_[place][l]);
    }
    return p_.any(std::move(some));
  };
  // needs[x][y]: x is signalled behind an attempt to wait for y.
  std::vector<Row> needs(count, Row(count, -p_.truth()));
  for (std::size_t y = 0; y < count; ++y)
    for (std::size_t c = 0; c < contexts_; ++c) {
      Formula tried = -p_.truth();
      for (std::size_t i = 0; i < n_; ++i) {
        for (std::size_t x = 0; x < count; ++x)
          needs[x][y] = p_.either(
              needs[x][y], p_.both(tried, occurs(i, c, Letter::Effect::signal,
                                                 fences[x], ClassId{})));
        tried = p_.either(tried, p_.both(context_[i][c], tries(i, fences[y])));
      }
    }
  for (std::size_t k = 0; k < count; ++k)
    for (std::size_t x = 0; x < count; ++x)
      for (std::size_t y = 0; y < count; ++y)
        needs[x][y] = p_.either(needs[x][y], p_.both(needs[x][k], needs[k][y]));
  std::vector<Formula> some;
  for (std::size_t x = 0; x < count; ++x) some.push_back(needs[x][x]);
  return p_.any(std::move(some));
}

Formula BehaviourFormula::breaks(std::size_t rule) {
  const RulePlan& p = a_.plans.rules[rule];
  if (p.rule->pattern == Rule::Pattern::in_order) return in_order(p);
  if (p.rule->pattern == Rule::Pattern::acyclic) return acyclic(p);
  std::vector<Formula> some;
  for (const Binding& b : bindings(p)) switch (p.rule->pattern) {
      case Rule::Pattern::never: some.push_back(never(p, b)); break;
      case Rule::Pattern::only_if: some.push_back(only_if(p, b)); break;
      case Rule::Pattern::order: some.push_back(order(p, b)); break;
      case Rule::Pattern::leads_to: some.push_back(leads_to(p, b)); break;
      case Rule::Pattern::at_most: some.push_back(at_most(p, b)); break;
      case Rule::Pattern::exclusive: some.push_back(exclusive(p, b)); break;
      case Rule::Pattern::in_order:
      case Rule::Pattern::acyclic: break;
    }
  return p_.any(std::move(some));
}

}  // namespace picket
