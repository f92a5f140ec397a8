#include "tests/spec/yaml/read_text.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using namespace picket::test;

namespace {

const std::string kBase =
    "scenario: base\n"
    "about: The base.\n"
    "config: {preempt_rcu: false}\n"
    "parameters: {n: 1}\n"
    "objects: {m: mutex, x: {type: int, initial: 3}}\n"
    "limits: {steps: 9}\n"
    "threads:\n"
    "  t[i=0..n]: [{mutex_lock: m}]\n"
    "  u: [nop]\n"
    "expect: [deadlock]\n"
    "reports: {lockdep: report}\n"
    "variants:\n  v:";

Scenario variant(const std::string& text) {
  const ReadResult result = read(kBase + text);
  STRCMP_EQUAL("", codes(result).c_str());
  return result.scenarios.at(1);
}

std::string contexts(const Scenario& scenario) {
  std::string out;
  for (const Context& context : scenario.contexts) out += context.name + " ";
  return out;
}

}  // namespace

TEST_GROUP(overlay){};

TEST(overlay, a_variant_inherits_everything_but_its_expectation) {
  const Scenario v = variant(" {}\n");
  STRCMP_EQUAL("base/v", v.name.c_str());
  STRCMP_EQUAL("t[0] t[1] u ", contexts(v).c_str());
  CHECK(!v.config.preempt_rcu);
  CHECK_EQUAL(9, v.limits.steps);
  CHECK(v.expect.kind == Expectation::Kind::pass);
  CHECK(v.reports.empty());
}

TEST(overlay, named_entries_replace_and_null_removes) {
  const Scenario v = variant(
      "\n    objects: {x: {type: int, initial: 5}, y: int}\n    threads: {u: "
      "~}\n");
  STRCMP_EQUAL("t[0] t[1] ", contexts(v).c_str());
  CHECK_EQUAL(5, v.objects.at(1).initial);
  STRCMP_EQUAL("y", v.objects.at(2).name.c_str());
}

TEST(overlay, config_merges_by_key_and_limits_replace_whole) {
  const Scenario v = variant(
      "\n    config: {queued_rwlocks: false}\n    limits: {schedules: 4}\n");
  CHECK(!v.config.preempt_rcu);
  CHECK(!v.config.queued_rwlocks);
  CHECK_EQUAL(0, v.limits.steps);
  CHECK_EQUAL(4, v.limits.schedules);
}

TEST(overlay, a_parameter_changes_the_base_families) {
  STRCMP_EQUAL("t[0] t[1] t[2] u ",
               contexts(variant("\n    parameters: {n: 2}\n")).c_str());
}

TEST(overlay, a_family_is_named_by_its_full_text) {
  const Scenario v = variant("\n    threads: {\"t[ i: 0..n ]\": [nop]}\n");
  STRCMP_EQUAL("nop", describe(v, v.steps.at(0)).c_str());
  STRCMP_EQUAL("t[0] t[1] u ", contexts(v).c_str());
}

TEST(overlay, one_member_is_named_by_its_index) {
  const Scenario v = variant("\n    threads: {\"t[n]\": [nop]}\n");
  STRCMP_EQUAL("t[0] t[1] u ", contexts(v).c_str());
  STRCMP_EQUAL("mutex_lock(m)", describe(v, v.steps.at(0)).c_str());
  STRCMP_EQUAL("nop", describe(v, v.steps.at(1)).c_str());
  STRCMP_EQUAL("t[1] u ",
               contexts(variant("\n    threads: {\"t[0]\": ~}\n")).c_str());
}

TEST(overlay, another_range_is_another_family) {
  STRCMP_EQUAL("name-clash 13:17",
               codes(kBase + " {threads: {\"t[i=0..5]\": [nop]}}\n").c_str());
}

TEST(overlay, removing_what_is_not_there_is_a_mistake) {
  STRCMP_EQUAL("unknown-name 13:17",
               codes(kBase + " {threads: {w: ~}}\n").c_str());
}

TEST(overlay, inherited_mistakes_are_told_once) {
  STRCMP_EQUAL("unknown-name 3:20",
               codes("scenario: s\nthreads:\n  t: [{mutex_lock: m}]\n"
                     "variants: {a: {}, b: {}}\n")
                   .c_str());
}

TEST(overlay, what_only_the_variant_breaks_says_so) {
  const ReadResult result = read(kBase + " {objects: {m: ~}}\n");
  CHECK_EQUAL(1u, result.diagnostics.size());
  STRCMP_EQUAL("there is no mutex `m`, in the variant `v`",
               result.diagnostics[0].message.c_str());
  CHECK_EQUAL(1u, result.scenarios.size());
}
