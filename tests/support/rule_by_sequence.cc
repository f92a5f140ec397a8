// Is a rule violated in some linear order of a class? Tries them all, without
// any thought of speed.
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "tests/support/linear_orders.h"
#include "tests/support/rule_sequence.h"
#include "tests/support/text_walk.h"

namespace picket::test {
namespace {

std::set<std::string> variables(const Rule& r) {
  std::set<std::string> out;
  for (const Selector* s : {&r.a, &r.b, &r.unless, &r.interval.from,
                            &r.interval.to, &r.second.from, &r.second.to})
    for (const SelectorTerm& t : s->terms)
      if (t.argument == SelectorTerm::Argument::variable) out.insert(t.text);
  for (const Interval* i : {&r.interval, &r.second})
    if (!i->variable.empty()) out.insert(i->variable);
  return out;
}

// A variable ranges over what something in the rule could mean by it.
bool matches(const Scenario& s, const Selector& sel, const std::string& name,
             ObjectId o) {
  for (const SelectorTerm& t : sel.terms) {
    if (t.argument != SelectorTerm::Argument::variable || t.text != name)
      continue;
    const bool by_effect =
        !t.enter && (t.op == Op::dma_fence_signal || t.op == Op::publish_);
    if (by_effect && type_fits(s.object(o).type, "fence")) return true;
    for (const Step& step : s.steps) {
      if (step.op != t.op) continue;
      if (step.function.valid() && s.function(step.function).implicit) continue;
      for (const Operand& x : step.operands) {
        const auto at = static_cast<std::size_t>(x.value);
        if (x.kind == Operand::Kind::object && ObjectId(x.value) == o)
          return true;
        if (x.kind == Operand::Kind::objects &&
            std::count(s.object_lists[at].begin(), s.object_lists[at].end(), o))
          return true;
        if (x.kind == Operand::Kind::assignments)
          for (const Assignment& a : s.assignment_lists[at])
            if (a.variable == o) return true;
      }
    }
  }
  return false;
}

bool ranges_over(const Scenario& s, const Rule& r, const std::string& name,
                 ObjectId o) {
  for (const Interval* i : {&r.interval, &r.second}) {
    const bool held = i->kind == Interval::Kind::held;
    if (i->variable == name &&
        type_fits(s.object(o).type, held ? "lock" : "fence"))
      return true;
    if (matches(s, i->from, name, o) || matches(s, i->to, name, o)) return true;
  }
  return matches(s, r.a, name, o) || matches(s, r.b, name, o);
}

// Does a term stand beside one with this variable, in a selector, that is not
// about nothing as well? Then it counts even if the variable ranges over
// nothing.
bool beside_others(const Scenario& s, const Rule& r, const std::string& name) {
  const auto about_something = [&](const SelectorTerm& t) {
    if (t.argument != SelectorTerm::Argument::variable) return true;
    for (std::size_t o = 0; o < s.objects.size(); ++o)
      if (ranges_over(s, r, t.text, ObjectId(o))) return true;
    return false;
  };
  for (const Selector* sel : {&r.a, &r.b, &r.interval.from, &r.interval.to,
                              &r.second.from, &r.second.to}) {
    const bool named = std::any_of(
        sel->terms.begin(), sel->terms.end(), [&](const SelectorTerm& t) {
          return t.argument == SelectorTerm::Argument::variable &&
                 t.text == name;
        });
    if (named &&
        std::any_of(sel->terms.begin(), sel->terms.end(), about_something))
      return true;
  }
  return false;
}

bool breaks_somehow(const Sequence& sequence, const Scenario& s,
                    const Rule& rule, std::set<std::string> names,
                    Variables v) {
  if (names.empty()) return sequence.breaks(v);
  const std::string name = *names.begin();
  names.erase(names.begin());
  bool any = false;
  for (std::size_t o = 0; o < s.objects.size(); ++o) {
    if (!ranges_over(s, rule, name, ObjectId(o))) continue;
    any = true;
    v[name] = ObjectId(o);
    if (breaks_somehow(sequence, s, rule, names, v)) return true;
  }
  v[name] = ObjectId{};
  return !any && beside_others(s, rule, name) &&
         breaks_somehow(sequence, s, rule, names, v);
}

// Could it be any rule's business? Everything else is left out, which leaves
// the orders of the rest as they are.
bool matters(const Scenario& s, const Happening& h, const Rule& rule) {
  if (!h.event) return true;
  const Event& e = *h.event;
  if (e.crashes || e.signals.valid() || e.published.valid()) return true;
  if (e.takes.valid() || e.drops.valid()) return true;
  if (!e.happens || !e.step.valid()) return false;
  const Step& step = s.step(e.step);
  if (rule.pattern == Rule::Pattern::acyclic &&
      group_of(step.op) == OpGroup::resv)
    return true;
  if (e.section >= 0 || step.op == Op::dma_fence_init || step.op == Op::init_)
    return true;
  for (const Interval* i : {&rule.interval, &rule.second})
    if (i->kind == Interval::Kind::held &&
        step.operands[0].kind == Operand::Kind::object &&
        type_fits(s.object(step.operands[0].object()).type, "lock"))
      return true;
  for (const Selector* sel :
       {&rule.a, &rule.b, &rule.interval.from, &rule.interval.to,
        &rule.second.from, &rule.second.to})
    for (const SelectorTerm& t : sel->terms)
      if (t.kind == SelectorTerm::Kind::label ? step.label == t.text
                                              : step.op == t.op)
        return true;
  return false;
}

struct Class {
  std::vector<Happening> nodes;
  Precedence before;

  std::size_t add(const Happening& h) {
    nodes.push_back(h);
    for (auto& row : before) row.push_back(0);
    before.emplace_back(nodes.size(), 0);
    return nodes.size() - 1;
  }
};

// Every attempt stands behind what its context did before, and in front of the
// operation's first transition. With `starts`, behind all that made it true.
void add_attempts(const Scenario& s, const Trace& t, Class& c) {
  const std::size_t n = t.events.size();
  for (std::size_t i = 0; i < n; ++i) {
    const Event& e = t.events[i];
    if (!e.begins || !e.step.valid() || !facts(s.step(e.step).op).blocking)
      continue;
    const std::size_t k = c.add({nullptr, true, {}, false, e.context, e.step});
    c.before[k][i] = 1;
    const bool started = e.ordinal == 1 && s.context(e.context).starts.valid();
    for (std::size_t j = 0; j < n; ++j) {
      const bool own =
          t.events[j].context == e.context && t.events[j].ordinal < e.ordinal;
      if (own || (started && t.before(EventId(j), EventId(i))))
        c.before[j][k] = 1;
    }
  }
  for (const PendingAttempt& p : t.pending) {
    if (p.begun || !p.step.valid() || !facts(s.step(p.step).op).blocking)
      continue;
    const std::size_t k = c.add({nullptr, true, {}, false, p.context, p.step});
    bool first = true;
    for (std::size_t j = 0; j < n; ++j)
      if (t.events[j].context == p.context) c.before[j][k] = 1, first = false;
    if (first && s.context(p.context).starts.valid())
      for (std::size_t j = 0; j < n; ++j) c.before[j][k] = 1;
  }
}

std::vector<ObjectId> by_seqno(const Scenario& s, bool Object::*flag) {
  std::vector<ObjectId> fences;
  for (std::size_t o = 0; o < s.objects.size(); ++o)
    if (type_fits(s.objects[o].type, "fence") && !s.objects[o].implicit &&
        s.objects[o].*flag)
      fences.push_back(ObjectId(o));
  std::stable_sort(fences.begin(), fences.end(), [&](ObjectId a, ObjectId b) {
    return s.object(a).seqno < s.object(b).seqno;
  });
  return fences;
}

// Fences that are visible, then those that are signalled.
std::vector<Happening> start(const Scenario& s) {
  std::vector<Happening> out;
  for (const ObjectId f : by_seqno(s, &Object::published))
    out.push_back({.at_start = f, .context = {}, .step = {}});
  for (const ObjectId f : by_seqno(s, &Object::signaled))
    if (s.object(f).published)
      out.push_back(
          {.at_start = f, .signaled = true, .context = {}, .step = {}});
  return out;
}

void add_start(const Scenario& s, Class& c) {
  const std::size_t others = c.nodes.size();
  for (const Happening& h : start(s)) {
    const std::size_t k = c.add(h);
    for (std::size_t j = 0; j < others; ++j) c.before[k][j] = 1;
    for (std::size_t j = others; j < k; ++j) c.before[j][k] = 1;
  }
}

Class class_of(const Scenario& s, const Trace& t, const Rule& rule) {
  Class c;
  for (const Event& e : t.events)
    c.add({&e, false, {}, false, e.context, e.step});
  for (std::size_t i = 0; i < t.events.size(); ++i)
    for (std::size_t j = 0; j < t.events.size(); ++j)
      c.before[i][j] = t.before(EventId(i), EventId(j));
  if (asks_for_attempts(rule)) add_attempts(s, t, c);
  add_start(s, c);
  close(c.before);
  return c;
}

Class reduced(const Scenario& s, const Class& all, const Rule& rule) {
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < all.nodes.size(); ++i)
    if (matters(s, all.nodes[i], rule)) kept.push_back(i);
  Class c;
  for (const std::size_t i : kept) c.add(all.nodes[i]);
  for (std::size_t a = 0; a < kept.size(); ++a)
    for (std::size_t b = 0; b < kept.size(); ++b)
      c.before[a][b] = all.before[kept[a]][kept[b]];
  return c;
}

}  // namespace

bool asks_for_attempts(const Rule& rule) {
  if (rule.pattern == Rule::Pattern::acyclic) return true;
  for (const Selector* sel :
       {&rule.a, &rule.b, &rule.interval.from, &rule.interval.to,
        &rule.second.from, &rule.second.to})
    for (const SelectorTerm& t : sel->terms)
      if (t.enter) return true;
  return false;
}

bool violated_as_it_stands(const Scenario& scenario, const Trace& trace,
                           const Rule& rule) {
  std::vector<Happening> h = start(scenario);
  for (const Event& e : trace.events)
    h.push_back({&e, false, {}, false, e.context, e.step});
  const Sequence sequence(scenario, trace, rule, std::move(h));
  return breaks_somehow(sequence, scenario, rule, variables(rule), {});
}

bool violated_by_enumeration(const Scenario& scenario, const Trace& trace,
                             const Rule& rule) {
  const Class c = reduced(scenario, class_of(scenario, trace, rule), rule);
  const auto names = variables(rule);
  return each_linear_order(c.before, [&](const std::vector<int>& order) {
    std::vector<Happening> h;
    for (const int i : order) h.push_back(c.nodes[static_cast<std::size_t>(i)]);
    const Sequence sequence(scenario, trace, rule, std::move(h));
    return !breaks_somehow(sequence, scenario, rule, names, {});
  });
}

std::size_t events_to_order(const Scenario& scenario, const Trace& trace,
                            const Rule& rule) {
  return reduced(scenario, class_of(scenario, trace, rule), rule).nodes.size();
}

std::uint64_t orders_to_try(const Scenario& scenario, const Trace& trace,
                            const Rule& rule, std::uint64_t most) {
  const Class c = reduced(scenario, class_of(scenario, trace, rule), rule);
  return linear_orders(c.before, most);
}

}  // namespace picket::test
