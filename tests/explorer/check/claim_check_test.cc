#include "explorer/check/check.h"
#include "explorer/check/claim_words.h"
#include "explorer/check/mute.h"
#include "explorer/search/execution.h"
#include "tests/support/drive.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

constexpr const char* kObjects = R"(scenario: claims
objects:
  f: dma_fence
  late: {type: dma_fence, published: false}
  w: completion
  z: completion
  m: mutex
  g: mutex
)";

CheckResult checked(const std::string& threads, const std::string& claims,
                    Scenario& kept) {
  kept = test::scenario_of(kObjects + threads + "claims:\n  c: {" + claims +
                           "}\n");
  return check(kept, {});
}

ClaimResult verdict(const std::string& threads, const std::string& claims) {
  Scenario kept;
  return checked(threads, claims, kept).claims.at(0);
}

constexpr const char* kUnderLock =
    "threads:\n"
    "  a: [{mutex_lock: m}, {wait_for_completion: w}, {mutex_unlock: m}]\n"
    "  b: [{mutex_lock: m}, {dma_fence_signal: f}, {mutex_unlock: m}]\n"
    "  c: [{complete: w}]\n";

}  // namespace

TEST_GROUP(ClaimCheck){};

TEST(ClaimCheck, what_is_waited_for_under_the_signallers_lock_can_block) {
  const ClaimResult r = verdict(kUnderLock, "can_block: w, of: f");
  CHECK(r.verdict == ClaimVerdict::can_block);
  CHECK(r.holds);
  UNSIGNED_LONGS_EQUAL(2, r.chain.size());
  CHECK(!r.schedule.empty());
}

TEST(ClaimCheck, the_schedule_shown_loses_the_fence_without_the_signals) {
  Scenario s;
  const CheckResult result = checked(kUnderLock, "orthogonal: w, of: f", s);
  CHECK(!result.as_expected);
  const Finding& f = result.findings.at(0);
  STRCMP_EQUAL("claim: c", f.key().c_str());
  STRCMP_EQUAL("w", s.object(f.without).name.c_str());
  const Scenario copy = without_signals_of(s, f.without);
  const Program program(copy);
  const Execution shown = execute(program, f.witness);
  CHECK(!shown.refused);
  for (const Event& e : shown.trace.events) CHECK(!e.signals.valid());
  bool waits = false;
  for (const BlockedContext& b : f.blocked)
    waits |= b.root && s.context(b.context).name == "a";
  CHECK(waits);
}

TEST(ClaimCheck, a_fence_may_be_what_blocks) {
  CHECK(verdict("threads:\n"
                "  a: [{dma_fence_wait: late}, {dma_fence_signal: f}]\n"
                "  b: [{publish: late}, {dma_fence_signal: late}]\n",
                "can_block: late, of: f")
            .holds);
}

TEST(ClaimCheck, an_unpublished_fence_is_not_lost) {
  const ClaimResult r = verdict(
      "threads:\n"
      "  a: [{wait_for_completion: w}, {publish: late}, "
      "{dma_fence_signal: late}]\n"
      "  b: [{complete: w}]\n"
      "  c: [{dma_fence_signal: f}]\n",
      "not_blocked_here: w, of: late");
  CHECK(r.verdict == ClaimVerdict::not_blocked_here);
  STRCMP_CONTAINS("the order: fence late is published only then",
                  r.reason.c_str());
}

TEST(ClaimCheck, the_gate_lock_is_named) {
  const ClaimResult r = verdict(
      "threads:\n"
      "  a: [{mutex_lock: g}, {mutex_lock: m}, {wait_for_completion: "
      "w}, {mutex_unlock: m}, {mutex_unlock: g}]\n"
      "  b: [{mutex_lock: g}, {publish: late}, {mutex_lock: m}, "
      "{mutex_unlock: m}, {dma_fence_signal: late}, "
      "{mutex_unlock: g}]\n"
      "  c: [{complete: w}, {dma_fence_signal: f}]\n",
      "not_blocked_here: w, of: late");
  CHECK(r.holds);
  STRCMP_CONTAINS("the gate lock mutex g", r.reason.c_str());
  // The chain shown is the one that the gate breaks.
  STRCMP_CONTAINS("mutex m", r.chain.at(0).c_str());
}

TEST(ClaimCheck, a_time_out_is_named) {
  const ClaimResult r = verdict(
      "threads:\n"
      "  a:\n"
      "    - {wait_for_completion_timeout: w, into: r}\n"
      "    - {if: r, then: [{dma_fence_signal: f}], else: "
      "[{dma_fence_signal: f}]}\n"
      "  b: [{complete: w}]\n",
      "not_blocked_here: w, of: f");
  CHECK(r.holds);
  STRCMP_CONTAINS("the time-out of a's wait", r.reason.c_str());
}

TEST(ClaimCheck, a_fence_that_is_lost_anyway_leaves_it_undetermined) {
  Scenario s;
  const CheckResult result = checked(
      "threads:\n"
      "  a: [{mutex_lock: m}, {mutex_lock: g}, {wait_for_completion: "
      "w}, {dma_fence_signal: f}, {mutex_unlock: g}, "
      "{mutex_unlock: m}]\n"
      "  b: [{mutex_lock: g}, {mutex_lock: m}, {mutex_unlock: m}, "
      "{mutex_unlock: g}, {complete: w}]\n",
      "can_block: w, of: f", s);
  CHECK(result.claims.at(0).verdict == ClaimVerdict::undetermined);
  STRCMP_CONTAINS("claim c", result.limit.c_str());
  UNSIGNED_LONGS_EQUAL(1, result.findings.size());  // the deadlock
}

TEST(ClaimCheck, a_limit_leaves_it_undetermined) {
  const Scenario s = test::scenario_of(std::string(kObjects) + kUnderLock +
                                       "claims:\n  c: {can_block: w, of: f}\n");
  CheckOptions options;
  options.max_states = 3;
  const CheckResult result = check(s, options);
  CHECK(result.claims.at(0).verdict == ClaimVerdict::undetermined);
  CHECK(result.verdict == Verdict::inconclusive);
}

TEST(ClaimCheck, going_round_for_ever_loses_the_fence) {
  const ClaimResult r = verdict(
      "threads:\n"
      "  a:\n"
      "    - {completion_done: w, into: r}\n"
      "    - while: r == 0\n"
      "      do: [{completion_done: w, into: r}]\n"
      "    - dma_fence_signal: f\n"
      "  b: [{complete: w}]\n",
      "can_block: w, of: f");
  CHECK(r.holds);
  CHECK(r.repeats);
}

TEST(ClaimCheck, the_worst_pair_decides) {
  const ClaimResult r = verdict(kUnderLock, "can_block: w");
  // `late` is never published, so only f can be blocked.
  STRCMP_EQUAL("f", test::scenario_of(std::string(kObjects) + kUnderLock)
                        .object(r.fence)
                        .name.c_str());
}

TEST(ClaimCheck, orthogonal_is_proved_without_a_schedule) {
  const ClaimResult r = verdict(
      "threads:\n"
      "  a: [{dma_fence_signal: f}]\n"
      "  b: [{wait_for_completion: w}]\n"
      "  c: [{complete: w}]\n",
      "orthogonal: w");
  CHECK(r.holds);
  CHECK(r.chain.empty());
}

TEST(ClaimCheck, a_wait_queue_can_block) {
  CHECK(verdict("  q: wait_queue_head\n  x: int\nthreads:\n"
                "  a: [{wait_event: {wq: q, until: x == 1}}, "
                "{dma_fence_signal: f}]\n"
                "  b: [{set: {x: 1}}, {wake_up: q}]\n",
                "can_block: q, of: f")
            .holds);
}

TEST(ClaimCheck, a_second_signaller_of_a_mute_fence_is_told_so) {
  const ClaimResult r = verdict(
      "threads:\n"
      "  a:\n"
      "    - {dma_fence_signal: late, into: one}\n"
      "    - {dma_fence_signal: late, into: two}\n"
      "    - {assert: one == 0 && two == -EINVAL}\n"
      "    - dma_fence_wait: late\n"
      "    - dma_fence_signal: f\n",
      "can_block: late, of: f");
  CHECK(r.holds);
}

TEST(ClaimCheck, a_container_depends_on_what_is_inside_and_not_the_other_way) {
  const std::string threads =
      "  r: {type: dma_fence_array, fences: [f, late]}\n"
      "threads:\n"
      "  one: [{dma_fence_wait: r}]\n"
      "  x: [{dma_fence_signal: f}]\n"
      "  y: [{wait_for_completion: w}, {dma_fence_signal: late}]\n"
      "  dev: [{complete: w}]\n";
  CHECK(verdict(threads, "orthogonal: w, of: f").verdict ==
        ClaimVerdict::orthogonal);
  CHECK(verdict(threads, "can_block: w, of: r").verdict ==
        ClaimVerdict::can_block);
  CHECK(verdict(threads, "orthogonal: z, of: r").verdict ==
        ClaimVerdict::orthogonal);
}

TEST(ClaimCheck, the_lock_of_a_fence_that_was_waited_for_is_free_again) {
  const ClaimResult r = verdict(
      "  g2: dma_fence\n"
      "threads:\n"
      "  one: [{dma_fence_wait: f}, {dma_fence_wait: g2}]\n"
      "  x: [{dma_fence_signal: f}]\n"
      "  y: [{wait_for_completion: w}, {dma_fence_signal: g2}]\n"
      "  dev: [{complete: w}]\n",
      "orthogonal: w, of: f");
  CHECK(r.verdict == ClaimVerdict::orthogonal);
}

TEST(ClaimCheck, who_waits_for_two_fences_of_a_reservation_signals_neither) {
  const ClaimResult r = verdict(
      "  bo: dma_resv\n"
      "  x: {type: dma_fence, published: false}\n"
      "  y: {type: dma_fence, published: false}\n"
      "threads:\n"
      "  submit: [{dma_resv_lock: bo}, "
      "{dma_resv_reserve_fences: {resv: bo, n: 2}}, "
      "{dma_resv_add_fence: {resv: bo, fence: x}}, "
      "{dma_resv_add_fence: {resv: bo, fence: y}}, {dma_resv_unlock: bo}]\n"
      "  irq0: {context: hardirq, starts: published(x), "
      "steps: [{dma_fence_signal: x}]}\n"
      "  irq1: {context: hardirq, starts: published(y), "
      "steps: [{dma_fence_signal: y}]}\n"
      "  user: [{dma_resv_wait_timeout: {resv: bo}}]\n",
      "orthogonal: x, of: y");
  CHECK(r.verdict == ClaimVerdict::orthogonal);
}
