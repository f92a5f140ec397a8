#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;
using Ends = std::set<std::string>;

namespace {

std::string text(const std::string& threads) {
  return "scenario: s\n"
         "objects:\n"
         "  f: dma_fence\n"
         "  h: {type: dma_fence, release: gone}\n"
         "  x: int\n"
         "  status: int\n"
         "  m: mutex\n"
         "functions:\n"
         "  gone: [{set: {x: x + 1}}]\n"
         "  drop: [{dma_fence_put: f}]\n"
         "  cb: [{set: {x: x + 1}}]\n"
         "threads:\n" +
         threads;
}

Ends of(const std::string& threads) {
  STRCMP_EQUAL("", broken_independence(text(threads)).c_str());
  return ends(text(threads));
}

std::string alone(const std::string& steps) {
  Drive d(text("  t: " + steps + "\n"));
  return d.run("t");
}

}  // namespace

TEST_GROUP(fence_refcount){};

TEST(fence_refcount, a_fence_is_gone_with_its_last_reference) {
  for (const char* use :
       {"dma_fence_signal: f", "dma_fence_get: f", "dma_fence_wait: f",
        "dma_fence_is_signaled: f", "publish: f", "assert: signaled(f)",
        "dma_fence_add_callback: {fence: f, cb: cb}",
        "dma_fence_remove_callback: {fence: f, cb: cb}"})
    STRCMP_EQUAL(
        "misuse use-after-free",
        alone("[{dma_fence_put: f}, {" + std::string(use) + "}]").c_str());
}

TEST(fence_refcount, a_reference_keeps_it_alive) {
  STRCMP_EQUAL("finished", alone("[{dma_fence_get: f}, {dma_fence_put: f}, "
                                 "{dma_fence_signal: f}, {dma_fence_put: f}]")
                               .c_str());
}

TEST(fence_refcount, a_put_too_many_is_an_underflow) {
  STRCMP_EQUAL("misuse refcount-underflow",
               alone("[{dma_fence_put: f}, {dma_fence_put: f}]").c_str());
}

TEST(fence_refcount, a_fence_freed_by_hand_is_used_after_its_end) {
  STRCMP_EQUAL("misuse use-after-free",
               alone("[{free: f}, {dma_fence_put: f}]").c_str());
}

TEST(fence_refcount, who_drops_the_last_reference_runs_the_release) {
  CHECK(of("  t: [{dma_fence_put: h}]\n") == Ends{"done x=1 status=0"});
  CHECK(of("  t: [{dma_fence_get: h}, {dma_fence_put: h}]\n") ==
        Ends{"done x=0 status=0"});
}

TEST(fence_refcount, the_release_function_runs_where_the_put_is) {
  Drive d(
      "scenario: s\n"
      "objects: {f: {type: dma_fence, release: gone}, m: mutex}\n"
      "functions: {gone: [{mutex_lock: m}, {mutex_unlock: m}]}\n"
      "threads:\n"
      "  t: [preempt_disable, {dma_fence_put: f}, preempt_enable]\n");
  STRCMP_EQUAL("misuse sleep-in-atomic", d.run("t").c_str());
}

TEST(fence_refcount, during_its_release_no_reference_can_be_had) {
  for (const char* op : {"dma_fence_get", "dma_fence_put"}) {
    Drive d(
        "scenario: s\n"
        "objects: {f: {type: dma_fence, release: gone}}\n"
        "functions: {gone: [{" +
        std::string(op) +
        ": f}]}\n"
        "threads:\n  t: [{dma_fence_put: f}]\n");
    const std::string came = d.run("t");
    STRCMP_EQUAL(std::string(op) == "dma_fence_get"
                     ? "misuse use-after-free"
                     : "misuse refcount-underflow",
                 came.c_str());
  }
}

TEST(fence_refcount, released_with_callbacks_pending_it_is_signalled_first) {
  const char* pending = R"(
scenario: s
objects: {f: dma_fence, x: int}
functions:
  cb: [{dma_fence_test_signaled_flag: f, into: s}, {set: {x: s}}]
threads:
  t: [{dma_fence_add_callback: {fence: f, cb: cb}}, {dma_fence_put: f}]
)";
  CHECK(ends(pending) == Ends{"done x=1"});
  STRCMP_EQUAL("", broken_independence(pending).c_str());
}

TEST(fence_refcount, its_error_is_then_edeadlk) {
  const char* pending = R"(
scenario: s
objects: {f: {type: dma_fence, release: gone}, x: int}
functions:
  cb: [nop]
  gone: [{dma_fence_get_status: f, into: s}, {set: {x: s}}]
threads:
  t: [{dma_fence_add_callback: {fence: f, cb: cb}}, {dma_fence_put: f}]
)";
  CHECK(ends(pending) == Ends{"done x=-35"});
}

TEST(fence_refcount, a_callback_of_the_same_timeline_then_locks_twice) {
  const char* shared = R"(
scenario: drop-unsignalled
objects:
  ring: spinlock_t
  f: {type: dma_fence, lock: ring}
  g: {type: dma_fence, lock: ring}
functions:
  cb: [{dma_fence_signal: g}]
threads:
  t: [{dma_fence_add_callback: {fence: f, cb: cb}}, {dma_fence_put: f}]
)";
  CHECK(ends(shared) == Ends{"misuse recursive-lock t"});
}

TEST(fence_refcount, released_unsignalled_without_callbacks_it_just_goes) {
  Drive d(text("  t: [{dma_fence_put: f}]\n"));
  d.step("t");
  CHECK(!d.effect().signals.valid());
  CHECK(d.effect().happens);
}

TEST(fence_refcount, a_waiter_without_a_reference_uses_freed_memory) {
  CHECK(of("  t: [{dma_fence_wait: f}]\n"
           "  u: [{dma_fence_signal: f}, {dma_fence_put: f}]\n") ==
        (Ends{"done x=0 status=0", "misuse use-after-free t"}));
  CHECK(of("  t: [{dma_fence_wait: f}, {dma_fence_put: f}]\n"
           "  u: [{dma_fence_get: f}, {dma_fence_signal: f}]\n")
            .count("misuse use-after-free t") == 0);
}

TEST(fence_refcount, a_callback_that_drops_the_last_one_pulls_the_lock_away) {
  STRCMP_EQUAL("misuse use-after-free",
               alone("[{dma_fence_add_callback: {fence: f, cb: drop}}, "
                     "{dma_fence_signal: f}]")
                   .c_str());
  STRCMP_EQUAL("finished",
               alone("[{dma_fence_add_callback: {fence: f, cb: drop}}, "
                     "{dma_fence_get: f}, {dma_fence_signal: f}, "
                     "{dma_fence_put: f}]")
                   .c_str());
}

TEST(fence_refcount, who_sees_the_bit_may_free_it_before_the_unlock) {
  // A signaller needs a reference of its own.
  CHECK(of("  gpu: [{dma_fence_signal: f}]\n"
           "  u: [{dma_fence_test_signaled_flag: f, into: s}, "
           "{dma_fence_put: f, when: s == 1}]\n") ==
        (Ends{"done x=0 status=0", "misuse use-after-free gpu"}));
  CHECK(of("  gpu: [{dma_fence_get: f}, {dma_fence_signal: f}, "
           "{dma_fence_put: f}]\n"
           "  u: [{dma_fence_test_signaled_flag: f, into: s}, "
           "{dma_fence_put: f, when: s == 1}]\n") == Ends{"done x=0 status=0"});
}

TEST(fence_refcount, two_gets_commute_and_a_put_with_a_get_does_not) {
  Drive d(
      text("  a: [{dma_fence_get: f}]\n"
           "  b: [{dma_fence_get: f}]\n"
           "  c: [{dma_fence_put: f}]\n"));
  d.step("a");
  const picket::Footprint get = d.effect().footprint;
  d.step("b");
  CHECK(!picket::conflict(get, d.effect().footprint));
  d.step("c");
  CHECK(picket::conflict(get, d.effect().footprint));
}

TEST(fence_refcount, puts_by_several_threads_end_the_fence_once) {
  CHECK(of("  t: [{dma_fence_get: h}, {dma_fence_get: h}, "
           "{set: {status: 1}}, {dma_fence_put: h}]\n"
           "  u: {starts: status == 1, steps: [{dma_fence_put: h}]}\n"
           "  v: {starts: status == 1, steps: [{dma_fence_put: h}]}\n") ==
        Ends{"done x=1 status=1"});
}

TEST(fence_refcount, a_lock_inside_the_fence_goes_with_it) {
  STRCMP_EQUAL("misuse use-after-free",
               alone("[{spin_lock: f.lock}, {dma_fence_signal_locked: f}, "
                     "{dma_fence_put: f}, {spin_unlock: f.lock}]")
                   .c_str());
  STRCMP_EQUAL("misuse use-after-free",
               alone("[{dma_fence_put: f}, {spin_lock: f.lock}]").c_str());
}
