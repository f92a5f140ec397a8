#include "spec/rules/mentioned.h"

#include <algorithm>

namespace picket {
namespace {

using Argument = SelectorTerm::Argument;

std::vector<const Selector*> selectors_of(const Rule& r) {
  return {&r.a,           &r.b,           &r.unless,   &r.interval.from,
          &r.interval.to, &r.second.from, &r.second.to};
}

template <class T>
void add_once(std::vector<T>& list, const T& x) {
  if (std::find(list.begin(), list.end(), x) == list.end()) list.push_back(x);
}

class Noting {
 public:
  explicit Noting(const Scenario& text) : text_(text) {}

  Mentioned run(const std::vector<Rule>& rules) {
    for (const Rule& r : rules) note(r);
    return std::move(m_);
  }

 private:
  void note(const Rule& r) {
    for (const Selector* selector : selectors_of(r))
      for (const SelectorTerm& t : selector->terms) note(t);
    for (const Interval* i : {&r.interval, &r.second}) {
      const bool used = i == &r.interval
                            ? r.has_within ||
                                  r.pattern == Rule::Pattern::at_most ||
                                  r.pattern == Rule::Pattern::exclusive
                            : r.pattern == Rule::Pattern::exclusive;
      if (used) note(*i);
    }
    if (r.pattern == Rule::Pattern::acyclic) {
      m_.circles = m_.unnamed_fences = true;
      m_.ops.insert(Op::dma_fence_wait);
      m_.ops.insert(Op::dma_fence_signal);
    }
  }

  void note(const SelectorTerm& t) {
    for (const ContextId c : t.by) add_once(m_.contexts, c);
    if (t.kind == SelectorTerm::Kind::label) {
      for (const Step& step : text_.steps)
        if (step.label == t.text) {
          m_.ops.insert(step.op);
          m_.labels.insert({step.op, t.text});
        }
      return;
    }
    m_.ops.insert(t.op);
    if (t.enter) m_.attempted.insert(t.op);
    for (const ObjectId o : t.objects) m_.named.insert(o);
    if (t.argument == Argument::word || t.argument == Argument::klass)
      m_.words[t.op].insert(t.text);
    if (t.argument == Argument::klass && t.klass.valid())
      m_.classes[t.op].insert(t.klass);
    if (t.argument == Argument::any || t.argument == Argument::variable)
      m_.unnamed.insert(t.op);
  }

  void note(const Interval& i) {
    for (const ObjectId o : i.objects) m_.named.insert(o);
    switch (i.kind) {
      case Interval::Kind::held:
        if (i.objects.empty()) m_.unnamed_locks = true;
        return;
      case Interval::Kind::signalling:
        m_.sections = true;
        if (i.klass.valid()) m_.section_classes.insert(i.klass);
        for (const ObjectId f : i.objects)
          m_.section_classes.insert(text_.object(f).klass);
        if (!i.variable.empty()) m_.unnamed_fences = true;
        return;
      case Interval::Kind::pending:
        m_.ops.insert(Op::publish_);
        m_.ops.insert(Op::dma_fence_signal);
        if (i.objects.empty()) m_.unnamed_fences = true;
        return;
      case Interval::Kind::between:
      case Interval::Kind::after:
      case Interval::Kind::before: return;
    }
  }

  const Scenario& text_;
  Mentioned m_;
};

}  // namespace

Mentioned mentioned_by(const std::vector<Rule>& rules, const Scenario& text) {
  return Noting(text).run(rules);
}

}  // namespace picket
