// Smaller scenarios with the same finding.
#include "explorer/reduce/reduce.h"

#include <cstdio>
#include <fstream>

#include "spec/yaml/scenario_reader.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

const char* const kInversion = R"(scenario: inversion
about: Two locks, and much that does not matter.
parameters: {N: 3}
objects: {a: mutex, b: mutex, "c[i=0..2]": mutex, n: int}
functions:
  under_b:
    - mutex_lock: b
    - set: {n: n + 1}
    - mutex_unlock: b
threads:
  one:
    - mutex_lock: "c[0]"
    - mutex_unlock: "c[0]"
    - mutex_lock: a
    - repeat: N
      do: [{call: under_b}]
    - mutex_unlock: a
  two:
    - mutex_lock: b
    - if: n >= 0
      then: [{mutex_lock: a}, {mutex_unlock: a}]
    - mutex_unlock: b
  "bystander[i=0..2]": [{mutex_lock: "c[i]"}, {mutex_unlock: "c[i]"}]
expect: [{deadlock: [one, two]}]
variants:
  other:
    threads:
      two: [{mutex_lock: a}, {mutex_lock: a}]
)";

// reduced() reads the file of the scenario again.
struct File {
  explicit File(const char* text) { std::ofstream(name) << text; }
  ~File() { std::remove(name.c_str()); }
  std::string name = "reduce_test.yaml";
};

Reduction reduce(const char* text, std::size_t check, ReduceOptions options) {
  const File file(text);
  const ReadResult read = read_scenario_file(file.name, {});
  CHECK(read.scenarios.size() > check);
  return reduced(read.scenarios[check], options);
}

// What is left is a scenario that finds what it says.
Scenario checked(const Reduction& r) {
  ReadResult read = read_scenario_text("reduced.yaml", r.yaml, {});
  CHECK(read.diagnostics.empty());
  CHECK_EQUAL(1, read.scenarios.size());
  CHECK(check(read.scenarios.front(), {}).as_expected);
  return std::move(read.scenarios.front());
}

bool has(const std::string& text, const char* part) {
  return text.find(part) != text.npos;
}

}  // namespace

TEST_GROUP(Reduce){};

TEST(Reduce, what_does_not_matter_goes) {
  const Reduction r = reduce(kInversion, 0, {});
  STRCMP_EQUAL("", r.error.c_str());
  STRCMP_EQUAL("deadlock: one, two", r.finding.c_str());
  CHECK_EQUAL(15, r.steps_before);
  const Scenario s = checked(r);
  CHECK_EQUAL(2, s.contexts.size());
  CHECK_EQUAL(2, s.objects.size());
  for (const char* gone : {"about", "bystander", "set", "if", "c[", "variants"})
    CHECK_TEXT(!has(r.yaml, gone), gone);
}

TEST(Reduce, nothing_new_is_found_unless_it_may_be) {
  const Reduction clean = reduce(kInversion, 0, {});
  CHECK(!has(clean.yaml, "lock-held-at-exit"));
  ReduceOptions options;
  options.smallest = true;
  const Reduction smallest = reduce(kInversion, 0, options);
  CHECK(smallest.steps_after < clean.steps_after);
  CHECK(has(smallest.yaml, "deadlock: [one, two]"));
  checked(smallest);
}

TEST(Reduce, a_variant_becomes_a_scenario) {
  const Reduction r = reduce(kInversion, 1, {});
  STRCMP_EQUAL("misuse: recursive-lock", r.finding.c_str());
  CHECK(has(r.yaml, "scenario: inversion-other-reduced"));
  checked(r);
}

TEST(Reduce, a_finding_that_is_not_there_is_not_kept) {
  ReduceOptions options;
  options.finding = "hang: one";
  const Reduction r = reduce(kInversion, 0, options);
  STRCMP_EQUAL("", r.yaml.c_str());
  STRCMP_EQUAL("`hang: one` was not found", r.error.c_str());
}

TEST(Reduce, what_needs_quotes_gets_them) {
  const Reduction r = reduce(R"(scenario: s
objects: {"x[i=0..1]": int}
threads:
  a:
    - set: {"x[1]": "0 - 1"}
    - assert: x[0] == 0 && x[1] != -1
)",
                             0, {});
  STRCMP_EQUAL("assertion", r.finding.c_str());
  CHECK(has(r.yaml, "assert: \"x[0] == 0 && x[1] != -1\""));
  checked(r);
}

TEST(Reduce, a_finding_may_be_named_in_every_form_it_is_printed_in) {
  for (const char* form :
       {"deadlock: one, two", "deadlock: [one, two]", "deadlock: [one,two]"}) {
    ReduceOptions options;
    options.finding = form;
    STRCMP_EQUAL("deadlock: one, two",
                 reduce(kInversion, 0, options).finding.c_str());
  }
  const char* const text = R"(scenario: s
objects: {a: mutex}
threads:
  t: [{mutex_lock: a}, {mutex_lock: a}]
)";
  for (const char* form :
       {"misuse: recursive-lock", "misuse: recursive-lock (line 4)"}) {
    ReduceOptions options;
    options.finding = form;
    STRCMP_EQUAL("", reduce(text, 0, options).error.c_str());
  }
}

TEST(Reduce, who_waits_goes_with_who_wakes_him) {
  const Reduction r = reduce(R"(scenario: s
objects: {done: completion, a: mutex}
threads:
  one: [{complete: done}, {mutex_lock: a}, {mutex_lock: a}]
  two: [{wait_for_completion: done}]
)",
                             0, {});
  STRCMP_EQUAL("misuse: recursive-lock", r.finding.c_str());
  CHECK_EQUAL(2, r.steps_after);
}

TEST(Reduce, an_object_without_attributes_is_its_type) {
  const Reduction r = reduce(R"(scenario: s
objects: {a: {type: mutex, class: of_its_own}}
threads:
  t: [{mutex_lock: a}, {mutex_lock: a}]
)",
                             0, {});
  CHECK_TEXT(has(r.yaml, "  a: mutex\n"), r.yaml.c_str());
}

// A wait whose wake-up a race loses is not a wait that nobody ever ends.
TEST(Reduce, what_some_schedule_passes_some_schedule_still_passes) {
  const Reduction r = reduce(R"(scenario: race
objects: {c: completion, seen: int, m: mutex}
threads:
  waiter: [{mutex_lock: m}, {mutex_unlock: m}, {wait_for_completion: c}]
  other:
    - read: seen
      into: x
    - if: x == 0
      then: [{complete: c}]
  third: [{set: {seen: 1}}]
)",
                             0, {});
  STRCMP_EQUAL("hang: waiter", r.finding.c_str());
  CHECK(has(r.yaml, "complete: c"));
  CHECK(has(r.yaml, "set: {seen: 1}"));
  CHECK(!has(r.yaml, "mutex"));
  checked(r);
}

TEST(Reduce, who_is_stuck_stays_stuck_at_the_same_operation) {
  const Reduction r = reduce(R"(scenario: two-ways
objects: {a: mutex, f: dma_fence, b: mutex}
threads:
  one: [{mutex_lock: a}, {mutex_lock: b}, {mutex_unlock: b}, {mutex_unlock: a}]
  two: [{mutex_lock: b}, {mutex_lock: a}, {mutex_unlock: a}, {mutex_unlock: b}]
  three: [{dma_fence_signal: f}]
)",
                             0, {});
  const Scenario s = checked(r);
  CHECK_EQUAL(2, s.thread_count());
  CHECK_EQUAL(8, r.steps_after);
}

TEST(Reduce, an_object_goes_with_everything_that_is_done_to_it) {
  const Reduction r = reduce(R"(scenario: many-uses
objects: {m: mutex, n: spinlock_t, c: completion}
threads:
  one:
    - if: held(m)
      then: [{spin_lock: n}, {spin_unlock: n}]
      else: [{spin_lock: n}, {spin_unlock: n}]
    - wait_for_completion: c
  two: [{spin_lock: n}, {spin_unlock: n}]
)",
                             0, {});
  CHECK(!has(r.yaml, "spin"));
  CHECK_EQUAL(1, r.steps_after);
}

TEST(Reduce, a_work_item_may_be_a_thread) {
  const Reduction r = reduce(R"(scenario: item
objects:
  m: mutex
  c: completion
  w: {type: work_struct, function: f}
functions: {f: [{mutex_lock: m}, {complete: c}, {mutex_unlock: m}]}
threads:
  one: [{schedule_work: w}, {mutex_lock: m}, {wait_for_completion: c},
        {mutex_unlock: m}]
)",
                             0, {});
  STRCMP_EQUAL("deadlock: one, w", r.finding.c_str());
  CHECK(!has(r.yaml, "schedule_work"));
  checked(r);
}
