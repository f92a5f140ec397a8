#include "tests/spec/yaml/read_text.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using namespace picket::test;

namespace {

ReadResult read_rule(const std::string& rule) {
  return read(
      "scenario: s\nobjects:\n  m: mutex\n  f: {type: dma_fence, class: "
      "render}\n  g[i=0..1]: dma_fence\n  w: {type: work_struct, function: "
      "job}\nfunctions: {job: [nop]}\nthreads:\n  t: [{nop: ~, label: here}]"
      "\n  u[i=0..1]: [{call: job}]\nrules:\n  r: " +
      rule + "\n");
}

Rule rule_of(const std::string& text) {
  const ReadResult result = read_rule(text);
  STRCMP_EQUAL("", codes(result).c_str());
  return result.scenarios.at(0).rules.at(0);
}

std::string code(const std::string& text) {
  const ReadResult result = read_rule(text);
  return result.diagnostics.empty() ? "" : result.diagnostics[0].code;
}

}  // namespace

TEST_GROUP(rules){};

TEST(rules, every_pattern_fills_its_parts) {
  Rule r = rule_of("{never: mutex_lock(m), within: held(m), across: true}");
  CHECK(r.pattern == Rule::Pattern::never);
  CHECK(r.has_within && r.across);
  CHECK(r.interval.kind == Interval::Kind::held);
  r = rule_of("{only_if: dma_fence_signal($x), first: publish($x)}");
  CHECK(r.pattern == Rule::Pattern::only_if);
  STRCMP_EQUAL("x", r.b.terms.at(0).text.c_str());
  CHECK(rule_of("{order: [nop, return]}").b.terms.at(0).op == Op::return_);
  CHECK(rule_of("{leads_to: [nop, return]}").pattern ==
        Rule::Pattern::leads_to);
  r = rule_of("{in_order: dma_fence_signal($x), by: seqno, per: class}");
  STRCMP_EQUAL("class", r.per.c_str());
  r = rule_of("{at_most: 2, of: pending($x)}");
  CHECK_EQUAL(2, r.number);
  STRCMP_EQUAL("x", r.interval.variable.c_str());
  r = rule_of("{exclusive: [signalling(render), signalling(f)]}");
  CHECK(r.interval.klass.valid());
  CHECK_EQUAL(1u, r.second.objects.size());
  r = rule_of("{acyclic: [signals, waits_for]}");
  CHECK(r.relations.at(1) == Relation::waits_for);
}

TEST(rules, a_selector_has_alternatives_and_contexts) {
  const Rule r = rule_of(
      "{never: \"mutex_lock.enter(m) by u | label(here) by t | nop by w\"}");
  CHECK_EQUAL(3u, r.a.terms.size());
  CHECK(r.a.terms[0].enter);
  CHECK_EQUAL(2u, r.a.terms[0].by.size());
  CHECK(r.a.terms[1].kind == SelectorTerm::Kind::label);
  CHECK_EQUAL(1u, r.a.terms[2].by.size());
  CHECK_EQUAL(3, r.a.terms[2].by[0].value);  // the worker of w
}

TEST(rules, a_family_stands_for_its_members) {
  const Rule r = rule_of("{never: dma_fence_signal(g)}");
  CHECK_EQUAL(2u, r.a.terms.at(0).objects.size());
  CHECK_EQUAL(1u, rule_of("{never: \"dma_fence_signal(g[1])\"}")
                      .a.terms.at(0)
                      .objects.size());
}

TEST(rules, arguments_are_objects_variables_classes_or_words) {
  using A = SelectorTerm::Argument;
  const auto argument = [](const std::string& selector) {
    return rule_of("{never: \"" + selector + "\"}").a.terms.at(0).argument;
  };
  CHECK(argument("mutex_lock") == A::any);
  CHECK(argument("mutex_lock(*)") == A::any);
  CHECK(argument("mutex_lock(m)") == A::object);
  CHECK(argument("mutex_lock($l)") == A::variable);
  CHECK(argument("mutex_lock(class=m)") == A::klass);
  CHECK(argument("kmalloc(GFP_KERNEL)") == A::word);
  CHECK(argument("call(job)") == A::word);
  CHECK(argument("queue_work(w)") == A::object);
}

TEST(rules, intervals_nest_selectors) {
  const Rule r = rule_of(
      "{never: nop, within: \"between(publish(f) | nop by t, "
      "dma_fence_signal($x))\", unless: nop by t}");
  CHECK_EQUAL(2u, r.interval.from.terms.size());
  CHECK_EQUAL(1u, r.interval.to.terms.size());
  CHECK_EQUAL(1u, r.unless.terms.size());
}

TEST(rules, a_selected_step_is_never_silent) {
  const ReadResult result = read_rule("{never: call(job)}");
  bool found = false;
  for (const Step& step : result.scenarios.at(0).steps)
    if (step.op == Op::call_) {
      found = true;
      CHECK(!step.silent);
    }
  CHECK(found);
}

TEST(rules, mistakes_are_told_apart) {
  STRCMP_EQUAL("bad-rule", code("{within: signalling}").c_str());
  STRCMP_EQUAL("bad-rule", code("{never: nop, order: [nop, nop]}").c_str());
  STRCMP_EQUAL("missing-key", code("{only_if: nop}").c_str());
  STRCMP_EQUAL("unknown-key", code("{never: nop, first: nop}").c_str());
  STRCMP_EQUAL("unknown-operation", code("{never: nopp}").c_str());
  STRCMP_EQUAL("bad-selector", code("{never: nop by}").c_str());
  STRCMP_EQUAL("bad-interval", code("{at_most: 1, of: held}").c_str());
  STRCMP_EQUAL("unbound-variable",
               code("{only_if: publish($a), first: publish($b)}").c_str());
  STRCMP_EQUAL("unknown-label", code("{never: label(there)}").c_str());
}
