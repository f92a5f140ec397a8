#include "tests/oracle/rule_features.h"

namespace picket::oracle {
namespace {

using Features = std::set<std::string>;

std::string pattern_of(const Rule& rule) {
  switch (rule.pattern) {
    case Rule::Pattern::never:
      return rule.has_within ? "never within" : "never";
    case Rule::Pattern::only_if: return "only_if";
    case Rule::Pattern::order: return "order";
    case Rule::Pattern::leads_to: return "leads_to";
    case Rule::Pattern::in_order: return "in_order per " + rule.per;
    case Rule::Pattern::at_most: return "at_most";
    case Rule::Pattern::exclusive: return "exclusive";
    case Rule::Pattern::acyclic: break;
  }
  return "acyclic";
}

std::string name_of(Relation relation) {
  switch (relation) {
    case Relation::program_order: return "program_order";
    case Relation::signals: return "signals";
    case Relation::waits_for: break;
  }
  return "waits_for";
}

void add_term(const SelectorTerm& term, Features& out) {
  if (!term.by.empty()) out.insert("by");
  if (term.kind == SelectorTerm::Kind::label) {
    out.insert("label()");
    return;
  }
  if (term.enter) out.insert("op.enter");
  if (term.op == Op::publish_ || term.op == Op::dma_fence_signal)
    out.insert(term.op == Op::publish_ ? "publish" : "dma_fence_signal");
  switch (term.argument) {
    case SelectorTerm::Argument::any: out.insert("op(*)"); break;
    case SelectorTerm::Argument::object:
      out.insert(term.objects.size() > 1 ? "op(family)" : "op(object)");
      break;
    case SelectorTerm::Argument::variable: out.insert("op($f)"); break;
    case SelectorTerm::Argument::klass: out.insert("op(class=)"); break;
    case SelectorTerm::Argument::word: out.insert("op(word)"); break;
  }
}

void add_selector(const Selector& selector, Features& out) {
  if (selector.terms.size() > 1) out.insert("a | b");
  for (const SelectorTerm& term : selector.terms) add_term(term, out);
}

void add_interval(const Interval& interval, Features& out) {
  const auto of_thing = [&](const std::string& name) {
    out.insert(name + (!interval.variable.empty() ? "($f)"
                       : interval.klass.valid()   ? "(class)"
                       : interval.objects.empty() ? ""
                                                  : "(object)"));
  };
  switch (interval.kind) {
    case Interval::Kind::held: return of_thing("held");
    case Interval::Kind::signalling: return of_thing("signalling");
    case Interval::Kind::pending: return of_thing("pending");
    case Interval::Kind::between: out.insert("between"); break;
    case Interval::Kind::after: out.insert("after"); break;
    case Interval::Kind::before: out.insert("before"); break;
  }
  add_selector(interval.from, out);
  add_selector(interval.to, out);
}

void add_names(const Selector& selector, Features& names) {
  for (const SelectorTerm& term : selector.terms)
    if (term.argument == SelectorTerm::Argument::variable)
      names.insert(term.text);
}

bool has_interval(const Rule& rule) {
  return rule.has_within || rule.pattern == Rule::Pattern::at_most ||
         rule.pattern == Rule::Pattern::exclusive;
}

}  // namespace

std::set<std::string> features_of(const Rule& rule) {
  Features out{pattern_of(rule)};
  if (rule.across) out.insert("across");
  if (!rule.unless.terms.empty()) out.insert("unless");
  for (const Relation relation : rule.relations) out.insert(name_of(relation));
  add_selector(rule.a, out);
  add_selector(rule.b, out);
  add_selector(rule.unless, out);
  if (has_interval(rule)) add_interval(rule.interval, out);
  if (rule.pattern == Rule::Pattern::exclusive) add_interval(rule.second, out);
  Features names;
  add_names(rule.a, names);
  add_names(rule.b, names);
  for (const Interval* i : {&rule.interval, &rule.second}) {
    add_names(i->from, names);
    add_names(i->to, names);
    if (!i->variable.empty()) names.insert(i->variable);
  }
  if (names.size() > 1) out.insert("two variables");
  return out;
}

const std::set<std::string>& all_rule_features() {
  static const Features all = {
      "never",
      "never within",
      "across",
      "unless",
      "only_if",
      "order",
      "leads_to",
      "in_order per timeline",
      "in_order per class",
      "at_most",
      "exclusive",
      "acyclic",
      "program_order",
      "signals",
      "waits_for",
      "held(object)",
      "held($f)",
      "signalling",
      "signalling(class)",
      "signalling(object)",
      "signalling($f)",
      "pending(object)",
      "pending($f)",
      "between",
      "after",
      "before",
      "op(*)",
      "op(object)",
      "op(family)",
      "op($f)",
      "op(class=)",
      "op(word)",
      "op.enter",
      "label()",
      "by",
      "a | b",
      "publish",
      "dma_fence_signal",
      "two variables",
  };
  return all;
}

}  // namespace picket::oracle
