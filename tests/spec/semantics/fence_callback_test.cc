#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;
using Ends = std::set<std::string>;

namespace {

// A user adds `cb`, the gpu signals; the body of the callback is `steps`.
std::string with_callback(const std::string& steps) {
  return "scenario: s\n"
         "objects: {f: dma_fence, g: dma_fence, m: mutex, x: int}\n"
         "functions:\n  cb: " +
         steps +
         "\nthreads:\n"
         "  user: [{dma_fence_add_callback: {fence: f, cb: cb}}]\n"
         "  gpu: [{dma_fence_signal: f}]\n";
}

std::string in_callback(const std::string& step) {
  Drive d(with_callback("[{" + step + "}]"));
  d.run("user");
  return d.run("gpu");
}

const char* kRemove = R"(
scenario: s
objects: {f: dma_fence, x: int, late: int}
functions:
  cb: [{set: {x: x + 1}}, {set: {x: x + 1}}]
threads:
  user:
    - {dma_fence_add_callback: {fence: f, cb: cb}, into: err}
    - {dma_fence_remove_callback: {fence: f, cb: cb}, into: mine, when: err == 0}
    - {assert: mine == 0 && x == 2 || mine == 1 && x == 0, when: err == 0}
  gpu: [{dma_fence_signal: f}]
)";

}  // namespace

TEST_GROUP(fence_callback){};

TEST(fence_callback, it_runs_under_the_fences_lock) {
  for (const char* step :
       {"dma_fence_get_status: f", "dma_fence_signal: f",
        "dma_fence_remove_callback: {fence: f, cb: cb}",
        "dma_fence_enable_sw_signaling: f", "spin_lock: f.lock"})
    STRCMP_EQUAL("misuse recursive-lock", in_callback(step).c_str());
}

TEST(fence_callback, it_may_test_the_flag_and_poll) {
  STRCMP_EQUAL("finished",
               in_callback("dma_fence_test_signaled_flag: f").c_str());
  STRCMP_EQUAL("finished", in_callback("dma_fence_is_signaled: f").c_str());
}

TEST(fence_callback, it_must_not_sleep) {
  for (const char* step : {"mutex_lock: m", "dma_fence_wait: g",
                           "dma_fence_wait: f", "might_sleep: ~"})
    STRCMP_EQUAL("misuse sleep-in-atomic", in_callback(step).c_str());
}

TEST(fence_callback, after_it_the_signaller_may_sleep_again) {
  const auto found = ends(
      "scenario: s\nobjects: {f: dma_fence, m: mutex}\n"
      "functions:\n  cb: [nop]\n"
      "threads:\n  t: [{dma_fence_add_callback: {fence: f, cb: cb}}, "
      "{dma_fence_signal: f}, {mutex_lock: m}, {mutex_unlock: m}]\n");
  CHECK(found == Ends{"done"});
}

TEST(fence_callback, adding_one_to_a_signalled_fence_returns_enoent) {
  const auto found = ends(R"(
scenario: s
objects: {f: {type: dma_fence, signaled: true}, x: int}
functions: {cb: [{set: {x: 1}}]}
threads:
  t:
    - {dma_fence_add_callback: {fence: f, cb: cb}, into: err}
    - {assert: err == -ENOENT}
    - dma_fence_signal: f
)");
  CHECK(found == Ends{"done x=0"});
}

TEST(fence_callback, it_runs_exactly_once_or_adding_it_fails) {
  const char* text = R"(
scenario: s
objects: {f: dma_fence, ran: int, refused: int}
functions: {cb: [{set: {ran: ran + 1}}]}
threads:
  user:
    - {dma_fence_add_callback: {fence: f, cb: cb}, into: err}
    - {set: {refused: 1}, when: err != 0}
  gpu: [{dma_fence_signal: f}]
)";
  CHECK(ends(text) == (Ends{"done ran=1 refused=0", "done ran=0 refused=1"}));
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(fence_callback, several_run_in_the_order_of_adding) {
  const char* text = R"(
scenario: s
objects: {f: dma_fence, x: int}
functions:
  one: [{set: {x: x * 10 + 1}}]
  two: [{set: {x: x * 10 + 2}}]
threads:
  t:
    - dma_fence_add_callback: {fence: f, cb: two}
    - dma_fence_add_callback: {fence: f, cb: one}
    - dma_fence_add_callback: {fence: f, cb: two}
    - dma_fence_signal: f
)";
  CHECK(ends(text) == Ends{"done x=212"});
}

TEST(fence_callback, after_removing_it_it_has_run_to_its_end_or_never_will) {
  for (const auto& end : ends(kRemove)) CHECK(end.starts_with("done"));
  STRCMP_EQUAL("", broken_independence(kRemove).c_str());
}

TEST(fence_callback, removing_takes_ones_own_and_not_anothers) {
  const char* text = R"(
scenario: s
objects: {f: dma_fence, x: int, turn: int}
functions:
  same: [{set: {x: x * 10 + 1}}]
  mark: [{set: {x: x * 10 + 2}}]
threads:
  one:
    - dma_fence_add_callback: {fence: f, cb: same}
    - dma_fence_add_callback: {fence: f, cb: mark}
    - {set: {turn: 1}}
  two:
    starts: turn == 1
    steps:
      - dma_fence_add_callback: {fence: f, cb: same}
      - {dma_fence_remove_callback: {fence: f, cb: same}, into: r}
      - {assert: r == 1}
      - dma_fence_signal: f
)";
  CHECK(ends(text) == Ends{"done x=12 turn=1"});
}

TEST(fence_callback, any_context_may_remove_it) {
  const char* text = R"(
scenario: s
objects: {f: dma_fence, turn: int}
functions: {cb: [{assert: 0}]}
threads:
  one:
    - dma_fence_add_callback: {fence: f, cb: cb}
    - {set: {turn: 1}}
  two:
    starts: turn == 1
    steps:
      - {dma_fence_remove_callback: {fence: f, cb: cb}, into: r}
      - {dma_fence_remove_callback: {fence: f, cb: cb}, into: again}
      - {assert: r == 1 && again == 0}
      - dma_fence_signal: f
)";
  CHECK(ends(text) == Ends{"done turn=1"});
}

TEST(fence_callback, adding_may_have_to_wait_for_a_signaller_it_did_not_see) {
  // The unlocked look finds nothing; the callback needs what the adder holds.
  const char* text = R"(
scenario: s
objects: {f: dma_fence, l: spinlock_t}
functions:
  cb: [{spin_lock: l}, {spin_unlock: l}]
  other: [nop]
threads:
  first: [{dma_fence_add_callback: {fence: f, cb: cb}}, {dma_fence_signal: f}]
  second:
    - spin_lock: l
    - dma_fence_add_callback: {fence: f, cb: other}
    - spin_unlock: l
)";
  CHECK(ends(text) == (Ends{"done", "stuck first second"}));
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(fence_callback, one_that_signals_another_fence_nests_its_callbacks) {
  const char* text = R"(
scenario: s
objects: {f: dma_fence, g: dma_fence, x: int}
functions:
  outer: [{dma_fence_signal: g}, {set: {x: x * 10 + 1}}]
  inner: [{set: {x: x * 10 + 2}}]
threads:
  t:
    - dma_fence_add_callback: {fence: f, cb: outer}
    - dma_fence_add_callback: {fence: g, cb: inner}
    - {dma_fence_signal: f, into: e}
    - {assert: e == 0 && signaled(g)}
)";
  CHECK(ends(text) == Ends{"done x=21"});
}

TEST(fence_callback, signal_locked_runs_it_and_keeps_the_lock) {
  const char* text = R"(
scenario: s
objects: {f: dma_fence, x: int}
functions: {cb: [{set: {x: 1}}]}
threads:
  t:
    - dma_fence_add_callback: {fence: f, cb: cb}
    - spin_lock: f.lock
    - dma_fence_signal_locked: f
    - {assert: x == 1 && held(f.lock)}
    - spin_unlock: f.lock
)";
  CHECK(ends(text) == Ends{"done x=1"});
}

TEST(fence_callback, a_poll_that_signals_runs_it) {
  const char* text = R"(
scenario: s
objects:
  f: {type: dma_fence, signaled_op: 1}
  x: int
functions: {cb: [{set: {x: 1}}]}
threads:
  t:
    - dma_fence_add_callback: {fence: f, cb: cb}
    - {dma_fence_is_signaled: f, into: a}
    - {assert: a == 1 && x == 1}
  u: [{dma_fence_get_status: f, into: a}, {assert: a == 1}]
)";
  for (const auto& end : ends(text))
    CHECK(end.starts_with("done") || end == "assertion t");
  STRCMP_EQUAL("", broken_independence(text).c_str());
}
