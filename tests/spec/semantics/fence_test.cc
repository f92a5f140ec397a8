#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include "spec/semantics/fence.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;
using Ends = std::set<std::string>;

namespace {

// What one thread with these steps comes to.
std::string alone(const std::string& steps) {
  Drive d(
      "scenario: s\n"
      "objects:\n"
      "  f: dma_fence\n"
      "  ready: { type: dma_fence, signaled: true }\n"
      "  raw: { type: dma_fence, initialized: false, published: false }\n"
      "  x: int\n"
      "  op: { type: dma_fence, signaled_op: x == 1 }\n"
      "  m: mutex\n"
      "threads:\n  t: " +
      steps + "\n");
  return d.run("t");
}

const char* kTwoSignals = R"(
scenario: s
objects: {f: dma_fence, won: atomic_t, lost: atomic_t}
threads:
  one:
    - {dma_fence_signal: f, into: err}
    - {atomic_inc: won, when: err == 0}
    - {atomic_inc: lost, when: err == -EINVAL}
  two:
    - {dma_fence_signal: f, into: err}
    - {atomic_inc: won, when: err == 0}
    - {atomic_inc: lost, when: err == -EINVAL}
  judge:
    starts: won + lost == 2
    steps: [{assert: won == 1}]
)";

const char* kCallback = R"(
scenario: s
objects: {f: dma_fence, ran: int}
functions:
  cb: [{set: {ran: 1}}]
threads:
  user: [{dma_fence_add_callback: {fence: f, cb: cb}}]
  gpu: [{dma_fence_signal: f}]
  other: [{dma_fence_signal: f}]
)";

}  // namespace

TEST_GROUP(fence){};

TEST(fence, signalling_without_callbacks_is_one_transition) {
  Drive d(
      "scenario: s\nobjects: {f: dma_fence}\n"
      "threads:\n  t: [{dma_fence_signal: f}]\n");
  d.step("t");
  CHECK(d.effect().happens);
  CHECK(d.effect().begins);
  CHECK(d.effect().signals == d.object("f"));
  STRCMP_EQUAL("finished", d.run("t").c_str());
}

TEST(fence, of_two_signals_exactly_one_succeeds) {
  CHECK(ends(kTwoSignals) == Ends{"done"});
  STRCMP_EQUAL("", broken_independence(kTwoSignals).c_str());
}

TEST(fence, the_second_signal_returns_einval) {
  STRCMP_EQUAL("finished", alone("[{dma_fence_signal: f, into: a}, "
                                 "{dma_fence_signal: f, into: b}, "
                                 "{assert: a == 0 && b == -EINVAL}]")
                               .c_str());
}

TEST(fence, the_bit_is_set_before_the_callback_runs) {
  Drive d(kCallback);
  d.run("user");
  d.step("gpu");
  CHECK(d.effect().signals == d.object("f"));
  CHECK(d.effect().happens);
  CHECK(picket::fence_signaled(
      {d.program(), const_cast<picket::Word*>(d.state().data()),
       d.thread("gpu"), 0, const_cast<picket::Effect&>(d.effect())},
      d.object("f")));
  CHECK_EQUAL(0, d.value("ran"));
  STRCMP_EQUAL("finished", d.run("gpu").c_str());
  CHECK_EQUAL(1, d.value("ran"));
}

TEST(fence, a_second_signaller_waits_until_the_callbacks_are_over) {
  Drive d(kCallback);
  d.run("user");
  d.step("gpu");
  STRCMP_EQUAL("blocked", d.step("other").c_str());
  CHECK(d.effect().want.kind == picket::Want::Kind::lock);
  STRCMP_EQUAL("finished", d.run("gpu").c_str());
  STRCMP_EQUAL("= -22", d.step("other").c_str());
  STRCMP_EQUAL("", broken_independence(kCallback).c_str());
}

TEST(fence, an_uninitialised_fence_may_not_be_used) {
  for (const char* op :
       {"dma_fence_signal", "dma_fence_wait", "dma_fence_get", "dma_fence_put",
        "dma_fence_is_signaled", "dma_fence_get_status",
        "dma_fence_test_signaled_flag", "dma_fence_enable_sw_signaling"})
    STRCMP_EQUAL("misuse signal-uninitialized",
                 alone("[{" + std::string(op) + ": raw}]").c_str());
}

TEST(fence, an_initialised_fence_may_be_used) {
  STRCMP_EQUAL("finished",
               alone("[{publish: raw}, {dma_fence_init: raw}, "
                     "{dma_fence_signal: raw, into: e}, {assert: e == 0}]")
                   .c_str());
}

TEST(fence, initialising_a_fence_again_makes_it_unsignalled) {
  STRCMP_EQUAL("finished",
               alone("[{dma_fence_signal: f}, {dma_fence_init: f}, "
                     "{dma_fence_is_signaled: f, into: s}, {assert: s == 0}]")
                   .c_str());
}

TEST(fence, initialising_a_fence_whose_lock_is_held_is_a_misuse) {
  for (const char* op : {"dma_fence_init", "init"})
    STRCMP_EQUAL(
        "misuse init-held-lock",
        alone("[{spin_lock: f.lock}, {" + std::string(op) + ": f}]").c_str());
}

TEST(fence, publishing_twice_is_one_event) {
  Drive d(
      "scenario: s\n"
      "objects: {f: {type: dma_fence, published: false}}\n"
      "threads:\n  t: [{publish: f}, {publish: f}]\n");
  d.step("t");
  CHECK(d.effect().published == d.object("f"));
  d.step("t");
  CHECK(!d.effect().published.valid());
}

TEST(fence, the_status_is_the_error_that_was_set_before) {
  STRCMP_EQUAL("finished",
               alone("[{dma_fence_get_status: f, into: a}, "
                     "{dma_fence_set_error: {fence: f, error: -EIO}}, "
                     "{dma_fence_get_status: f, into: b}, "
                     "{dma_fence_signal: f}, "
                     "{dma_fence_get_status: f, into: c}, "
                     "{assert: a == 0 && b == 0 && c == -EIO}]")
                   .c_str());
  STRCMP_EQUAL("finished", alone("[{dma_fence_get_status: ready, into: a}, "
                                 "{assert: a == 1}]")
                               .c_str());
}

TEST(fence, an_error_after_the_signal_is_a_misuse) {
  STRCMP_EQUAL(
      "misuse error-after-signal",
      alone("[{dma_fence_set_error: {fence: ready, error: -EIO}}]").c_str());
}

TEST(fence, a_poll_signals_the_fence_once_its_driver_says_so) {
  STRCMP_EQUAL("finished",
               alone("[{dma_fence_is_signaled: op, into: a}, {set: {x: 1}}, "
                     "{dma_fence_test_signaled_flag: op, into: b}, "
                     "{dma_fence_is_signaled: op, into: c}, "
                     "{dma_fence_test_signaled_flag: op, into: d}, "
                     "{assert: a == 0 && b == 0 && c == 1 && d == 1}]")
                   .c_str());
  STRCMP_EQUAL("finished",
               alone("[{set: {x: 1}}, {dma_fence_get_status: op, into: a}, "
                     "{assert: a == 1 && signaled(op)}]")
                   .c_str());
}

TEST(fence, a_poll_that_has_to_signal_takes_the_lock) {
  STRCMP_EQUAL("misuse recursive-lock",
               alone("[{set: {x: 1}}, {spin_lock: op.lock}, "
                     "{dma_fence_is_signaled: op}]")
                   .c_str());
  STRCMP_EQUAL(
      "misuse lock-held-at-exit",
      alone("[{spin_lock: op.lock}, {dma_fence_is_signaled: op}]").c_str());
}

TEST(fence, a_driver_that_looks_at_freed_memory_makes_the_poll_a_misuse) {
  for (const char* poll : {"dma_fence_is_signaled", "dma_fence_get_status"})
    STRCMP_EQUAL("misuse use-after-free",
                 alone("[{free: x}, {" + std::string(poll) + ": op}]").c_str());
}

TEST(fence, a_poll_and_its_signalling_are_two_steps) {
  // Between them another thread may put the fence's lock to use.
  const char* text = R"(
scenario: s
objects:
  x: {type: int, initial: 1}
  seen: int
  f: {type: dma_fence, signaled_op: x == 1}
threads:
  poller: [{dma_fence_is_signaled: f}]
  other:
    - spin_lock: f.lock
    - {set: {x: 0}}
    - {dma_fence_test_signaled_flag: f, into: s}
    - spin_unlock: f.lock
    - {set: {seen: s}}
)";
  const auto found = ends(text);
  CHECK(found == (Ends{"done x=0 seen=0", "done x=0 seen=1"}));
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(fence, signalling_under_ones_own_lock_is_recursive) {
  STRCMP_EQUAL("misuse recursive-lock",
               alone("[{spin_lock: f.lock}, {dma_fence_signal: f}]").c_str());
}

TEST(fence, signal_locked_needs_the_lock) {
  STRCMP_EQUAL("misuse lock-not-held",
               alone("[{dma_fence_signal_locked: f}]").c_str());
  STRCMP_EQUAL("finished", alone("[{spin_lock_irq: f.lock}, "
                                 "{dma_fence_signal_locked: f, into: a}, "
                                 "{dma_fence_signal_locked: f, into: b}, "
                                 "{spin_unlock_irq: f.lock}, "
                                 "{assert: a == 0 && b == -EINVAL}]")
                               .c_str());
}

TEST(fence, fences_of_one_timeline_share_their_lock) {
  const char* text = R"(
scenario: s
objects:
  ring: spinlock_t
  a: {type: dma_fence, lock: ring}
  b: {type: dma_fence, lock: ring}
functions:
  next: [{dma_fence_signal: b}]
threads:
  t: [{dma_fence_add_callback: {fence: a, cb: next}}, {dma_fence_signal: a}]
)";
  CHECK(ends(text) == Ends{"misuse recursive-lock t"});
}

TEST(fence, signals_of_two_fences_of_one_timeline_commute) {
  const char* text = R"(
scenario: s
objects:
  ring: spinlock_t
  a: {type: dma_fence, lock: ring}
  b: {type: dma_fence, lock: ring}
threads:
  one: [{dma_fence_signal: a}]
  two: [{dma_fence_signal: b}]
)";
  Drive d(text);
  d.step("one");
  const picket::Footprint first = d.effect().footprint;
  d.step("two");
  CHECK(!picket::conflict(first, d.effect().footprint));
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(fence, a_trylock_can_see_that_a_signaller_has_the_lock) {
  const char* text = R"(
scenario: s
objects: {f: dma_fence, got: int}
threads:
  gpu: [{dma_fence_signal: f}]
  other:
    - {dma_fence_test_signaled_flag: f, into: s}
    - {spin_trylock: f.lock, into: free}
    - {set: {got: free + s * 2}}
    - {spin_unlock: f.lock, when: free == 1}
)";
  // 2: the bit is set and the lock still taken.
  CHECK(ends(text) ==
        (Ends{"done got=0", "done got=1", "done got=2", "done got=3"}));
  STRCMP_EQUAL("", broken_independence(text).c_str());
}

TEST(fence, who_sees_the_bit_may_initialise_it_before_the_unlock) {
  const char* text = R"(
scenario: s
objects: {f: dma_fence}
threads:
  gpu: [{dma_fence_signal: f}]
  other: [{dma_fence_init: f, when: signaled(f)}]
)";
  CHECK(ends(text) == (Ends{"done", "misuse init-held-lock other"}));
}
