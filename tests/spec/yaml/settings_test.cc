#include "tests/spec/yaml/read_text.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using namespace picket::test;

namespace {

Scenario with(const std::string& sections) {
  return first("scenario: s\n" + sections + "threads: {t: []}\n");
}

std::string mistake(const std::string& sections) {
  return codes("scenario: s\n" + sections + "threads: {t: []}\n");
}

}  // namespace

TEST_GROUP(settings){};

TEST(settings, defaults_are_those_of_the_language) {
  const Scenario s = with("");
  CHECK(s.config.raw_lock_nesting && s.config.queued_rwlocks &&
        s.config.preempt_rcu && s.config.mmu_notifier &&
        s.config.lock_stealing);
  CHECK(!s.config.preempt_rt && !s.config.debug_ww_slowpath &&
        !s.config.spurious_wakeups && !s.config.store_buffers);
  CHECK_EQUAL(0, s.limits.schedules);
  CHECK_EQUAL(-1, s.limits.preemptions);
}

TEST(settings, limits_may_be_large_or_computed) {
  const Scenario s = with(
      "parameters: {n: 4}\nlimits: {schedules: 30000000000, steps: n * 10, "
      "preemptions: 0, loops: n}\n");
  CHECK(s.limits.schedules == 30000000000);
  CHECK_EQUAL(40, s.limits.steps);
  CHECK_EQUAL(0, s.limits.preemptions);
  CHECK_EQUAL(4, s.limits.loops);
}

TEST(settings, limits_of_nothing_are_mistakes) {
  STRCMP_EQUAL("bad-value 2:17", mistake("limits: {loops: 0}\n").c_str());
  STRCMP_EQUAL("bad-value 2:23",
               mistake("limits: {preemptions: -1}\n").c_str());
}

TEST(settings, parameters_use_each_other_in_any_order) {
  const Scenario s = with("parameters: {a: b * 2, b: c + 1, c: 3}\n");
  CHECK_EQUAL(8, s.parameters.at("a"));
  CHECK(mistake("parameters: {a: b, b: a}\n").starts_with("not-constant"));
  CHECK(mistake("parameters: {a: a}\n").starts_with("not-constant"));
}

TEST(settings, a_scenario_is_named_by_words_and_dashes) {
  for (const char* name : {"a", "resv-inversion", "s10-timed-wait", "2-a"})
    STRCMP_EQUAL(
        "", codes(std::string("scenario: ") + name + "\nthreads: {t: []}\n")
                .c_str());
  for (const char* name : {"A", "a_b", "a--b", "-a", "a-", "a b", "''"})
    CHECK(codes("scenario: " + std::string(name) + "\nthreads: {t: []}\n")
              .starts_with("bad-name"));
}

TEST(settings, the_version_is_one) {
  STRCMP_EQUAL("", mistake("version: 1\n").c_str());
  STRCMP_EQUAL("unsupported-version 2:10", mistake("version: 2\n").c_str());
}
