#include "explorer/check/strictness.h"

#include <string>

#include "explorer/check/check.h"
#include "spec/yaml/scenario_reader.h"
#include "tests/support/drive.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using Answer = StrictnessResult::Verdict;

namespace {

constexpr const char* kStart = R"(scenario: strict
objects:
  m: mutex
  r: rw_semaphore
  f: dma_fence
  g: {type: dma_fence, class: entity}
  done: completion
threads:
  t: [{dma_fence_signal: f}, {dma_fence_signal: g}]
rules:
)";

// `rules`: lines of YAML; the one with the claim is compared.
StrictnessResult compared(const std::string& rules,
                          const StrictnessLimits& limits = {}) {
  const Scenario s = test::scenario_of(kStart + rules);
  return compare_strictness(s, s.strictness.at(0), limits);
}

void is_stricter(const char* custom, const char* base) {
  const StrictnessResult r =
      compared(std::string("  b: {") + base + "}\n  c: {" + custom +
               ", stricter_than: b}\n");
  LONGS_EQUAL_TEXT(static_cast<int>(Answer::stricter),
                   static_cast<int>(r.verdict), custom);
}

// The shortest behaviour, its events one after another.
std::string shortest(const char* custom, const char* base) {
  const StrictnessResult r =
      compared(std::string("  b: {") + base + "}\n  c: {" + custom +
               ", stricter_than: b}\n");
  std::string out;
  for (const std::string& event : r.behaviour)
    out += (out.empty() ? "" : "; ") + event.substr(event.find(' ') + 1);
  return out;
}

}  // namespace

TEST_GROUP(Strictness){};

TEST(Strictness, what_is_forbidden_everywhere_is_forbidden_inside) {
  is_stricter("never: mutex_lock(m)",
              "never: mutex_lock(m), within: signalling");
  is_stricter("never: mutex_lock(m), within: signalling, across: true",
              "never: mutex_lock(m), within: signalling");
  is_stricter("never: mutex_lock.enter(m)", "never: mutex_lock(m)");
}

TEST(Strictness, the_shortest_behaviour_that_the_base_forbids) {
  STRCMP_EQUAL("dma_fence_begin_signalling(dma_fence); mutex_lock.enter(m)",
               shortest("never: mutex_lock(m), within: signalling",
                        "never: mutex_lock.enter(m), within: signalling")
                   .c_str());
  STRCMP_EQUAL(
      "mutex_lock.enter(m)",
      shortest("never: mutex_lock(m)", "never: mutex_lock.enter(m)").c_str());
}

TEST(Strictness, what_opens_an_interval_has_to_come_first) {
  STRCMP_EQUAL("down_read(r); mutex_lock(m)",
               shortest("never: mutex_lock(m), within: held(m)",
                        "never: mutex_lock(m), within: held(r)")
                   .c_str());
}

TEST(Strictness, a_lock_excludes_and_so_do_its_intervals) {
  is_stricter("never: publish(f)", "exclusive: [held(m), held(m)]");
  LONGS_EQUAL(2, compared("  b: {'exclusive': [held(r), held(r)]}\n"
                          "  c: {never: publish(f), stricter_than: b}\n")
                     .behaviour.size());
}

TEST(Strictness, who_has_waited_was_signalled) {
  is_stricter("order: [dma_fence_signal(f), complete(done)]",
              "order: [dma_fence_signal(f), wait_for_completion(done)]");
}

TEST(Strictness, a_promise_is_kept_by_who_promises_more) {
  is_stricter("leads_to: [publish($f), dma_fence_signal($f)]",
              "leads_to: [publish(f), dma_fence_signal(f)]");
  STRCMP_EQUAL("publish(",
               shortest("leads_to: [publish(f), dma_fence_signal(f)]",
                        "leads_to: [publish($f), dma_fence_signal($f)]")
                   .substr(0, 8)
                   .c_str());
}

TEST(Strictness, what_derives_the_base_is_stricter) {
  const StrictnessResult r = compared(
      "  c: {never: mutex_lock(m), within: signalling, derives: dma_fence, "
      "stricter_than: dma_fence}\n");
  CHECK(r.verdict == Answer::stricter);
}

TEST(Strictness, who_expects_the_rule_to_be_broken_means_what_it_derives_too) {
  const std::string text =
      "scenario: s\nobjects: {f: dma_fence, m: mutex}\n"
      "threads:\n  t: [{dma_fence_wait: f}]\n"
      "  s: [dma_fence_begin_signalling, {kmalloc: GFP_KERNEL}, "
      "{dma_fence_signal: f}, dma_fence_end_signalling]\n"
      "rules:\n  sub: {never: mutex_lock(m), derives: dma_fence}\n";
  for (const std::string expected : {"sub", "c5-no-fs-reclaim"}) {
    const ReadResult read = read_scenario_text(
        "s.yaml", text + "expect: [rule: " + expected + "]\n", {});
    CHECK_EQUAL(1, read.scenarios.size());
    CHECK_TRUE_TEXT(check(read.scenarios.front(), {}).as_expected,
                    expected.c_str());
  }
}

TEST(Strictness, rules_that_can_count_leave_it_open) {
  const StrictnessResult r = compared(
      "  b: {never: publish(f)}\n"
      "  x: {never: publish(f), within: 'between(mutex_lock(m), "
      "mutex_unlock(m))'}\n"
      "  y: {only_if: publish(f), first: dma_fence_wait(f)}\n"
      "  z: {never: dma_fence_wait(f), within: 'between(mutex_unlock(m), "
      "mutex_lock(m))'}\n"
      "  w: {never: dma_fence_signal(f)}\n"
      "rule_sets:\n  c: {rules: [x, y, z, w], stricter_than: b}\n",
      {8, 3, 40'000'000, nullptr});
  CHECK(r.verdict == Answer::open);
  CHECK(!r.complete);
}
