#include "explorer/report/failure_screen.h"

#include "tests/support/golden.h"
#include "tests/support/made_inversion.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using namespace picket::test;

namespace {

std::string screen(MadeCheck& made, const Finding& finding) {
  return failure_screen(made.result(), finding, made.sources(),
                        ".picket/it.witness", {});
}

}  // namespace

TEST_GROUP(FailureScreen){};

TEST(FailureScreen, a_deadlock) {
  MadeCheck made("resv.yaml", kInversion);
  check_golden("report/deadlock.screen", screen(made, find_inversion(made)));
}

TEST(FailureScreen, a_broken_rule_marks_its_events) {
  MadeCheck made("resv.yaml", kInversion);
  check_golden("report/rule.screen", screen(made, find_broken_rule(made)));
}

TEST(FailureScreen, a_misuse_says_which) {
  MadeCheck made("m.yaml", R"(scenario: s
objects: {m: mutex, x: int}
functions:
  helper:
    - mutex_lock: m
threads:
  one:
    - mutex_lock: m
    - call: helper
  two:
    - {set: {x: 1}}
)");
  Finding& f =
      made.find(FindingCode::misuse, {"recursive-lock"}, "two one one", 5);
  f.message = "one takes mutex m, which it holds since line 8";
  f.at = {EventId(std::size_t{2})};
  check_golden("report/misuse.screen", screen(made, f));
}

TEST(FailureScreen, five_contexts_fit) {
  MadeCheck made("phil.yaml", R"(scenario: phil
objects:
  "fork[i=0..4]": mutex
threads:
  "philosopher[i=0..4]":
    - mutex_lock: fork[i]
    - mutex_lock: fork[(i+1)%5]
    - mutex_unlock: fork[(i+1)%5]
    - mutex_unlock: fork[i]
)");
  std::vector<std::string> names;
  std::string schedule;
  for (int i = 0; i < 5; ++i) {
    names.push_back("philosopher[" + std::to_string(i) + "]");
    schedule += names.back() + " ";
  }
  Finding& f = made.find(FindingCode::deadlock, names, schedule, 7);
  for (std::size_t i = 0; i < 5; ++i)
    made.blocked(f, names[i], 7,
                 "mutex fork[" + std::to_string((i + 1) % 5) + "], held by " +
                     names[(i + 1) % 5],
                 {names[(i + 1) % 5]});
  check_golden("report/five.screen", screen(made, f));
}

TEST(FailureScreen, a_livelock_shows_what_repeats) {
  MadeCheck made("spin.yaml", R"(scenario: spin
objects: {flag: int}
threads:
  one:
    - smp_mb
    - while: flag == 0
      do:
        - nop
)");
  Finding& f = made.find(FindingCode::livelock, {"one"}, "one one one", 6);
  check_golden("report/livelock.screen", screen(made, f));
}

TEST(FailureScreen, a_rule_can_be_broken_by_being_stuck) {
  MadeCheck made("stuck.yaml", R"(scenario: stuck
objects: {m: mutex, f: {type: dma_fence, published: false}}
threads:
  submit:
    - publish: f
    - mutex_lock: m
    - dma_fence_signal: f
    - mutex_unlock: m
  waiter:
    - mutex_lock: m
    - dma_fence_wait: f
    - mutex_unlock: m
rules:
  signals: {leads_to: [publish($f), dma_fence_signal($f)]}
)");
  Finding& f = made.find(FindingCode::rule, {"signals"}, "submit waiter", 5);
  f.at = {EventId(std::size_t{0})};
  check_golden("report/stuck-rule.screen", screen(made, f));
}

TEST(FailureScreen, without_a_witness_file_there_is_no_replay_line) {
  MadeCheck made("resv.yaml", kInversion);
  const Finding& f = find_inversion(made);
  const std::string text =
      failure_screen(made.result(), f, made.sources(), "", {});
  CHECK_TRUE(text.find("replay:") == text.npos);
  CHECK_TRUE(text.find("explain: picket explain deadlock") != text.npos);
}

TEST(FailureScreen, a_missing_finding_is_explained) {
  MadeCheck made("resv.yaml", kInversion);
  const Pattern& expected = made.scenario().expect.patterns[0];
  check_golden("report/missing.screen",
               missing_screen(made.result(), expected, made.sources()));
}

TEST(FailureScreen, a_missing_finding_names_one_that_is_like_it) {
  MadeCheck made("resv.yaml", kInversion);
  made.find(FindingCode::deadlock, {"evict", "other"}, "evict", 14);
  const std::string text = missing_screen(
      made.result(), made.scenario().expect.patterns[0], made.sources());
  CHECK_TRUE(text.find("found instead: deadlock: [evict, other]") != text.npos);
}
