#include "spec/semantics/timer.h"

#include "explorer/check/deadlock.h"
#include "explorer/check/wording.h"
#include "spec/semantics/deferred.h"
#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;
using Ends = std::set<std::string>;

namespace {

// A timer of either kind and a thread.
std::string timer(const std::string& callback, const std::string& thread,
                  const std::string& type = "timer_list") {
  return "scenario: s\nobjects: {t: {type: " + type +
         ", function: tick}, l: spinlock_t, m: mutex, x: int, got: int}\n"
         "functions: {tick: [" +
         callback + "]}\nthreads: {a: [" + thread + "]}\n";
}

}  // namespace

TEST_GROUP(timer){};

TEST(timer, an_armed_timer_fires_once) {
  CHECK(ends(timer("{set: {x: x + 1}}", "{mod_timer: t}")) ==
        (Ends{"done x=1 got=0"}));
}

TEST(timer, a_timer_that_nobody_arms_never_fires) {
  CHECK(ends(timer("{set: {x: x + 1}}", "nop")) == (Ends{"done x=0 got=0"}));
}

TEST(timer, arming_an_armed_timer_only_moves_it) {
  Drive d(timer("nop", "{mod_timer: t, into: r}, {mod_timer: t, into: r2}"));
  STRCMP_EQUAL("stepped", d.step("a").c_str());
  STRCMP_EQUAL("= 1", d.step("a").c_str());
  STRCMP_EQUAL("blocked", d.run("t").c_str());
  CHECK_FALSE(
      picket::timer_armed(d.program(), d.state().data(), d.object("t")));
}

TEST(timer, it_may_fire_between_two_steps_or_after_them) {
  CHECK(ends(timer("{set: {x: x * 2}}", "{mod_timer: t}, {set: {x: 1}}")) ==
        (Ends{"done x=1 got=0", "done x=2 got=0"}));
}

TEST(timer, a_callback_may_arm_its_timer_again) {
  CHECK(ends(timer("{set: {x: x + 1}}, {mod_timer: t, when: x < 3}",
                   "{mod_timer: t}")) == (Ends{"done x=3 got=0"}));
}

TEST(timer, deleting_an_armed_timer_keeps_it_from_firing) {
  CHECK(ends(timer("{set: {x: 1}}",
                   "{mod_timer: t}, {timer_delete: t, into: r}, "
                   "{set: {got: r}}")) ==
        (Ends{"done x=0 got=1", "done x=1 got=0"}));
}

TEST(timer, deleting_does_not_wait_for_the_callback) {
  Drive d(timer("nop, {set: {x: 1}}", "{mod_timer: t}, {timer_delete: t}"));
  d.step("a");
  d.step("t");
  STRCMP_EQUAL("finished", d.run("a").c_str());
}

TEST(timer, delete_sync_waits_for_the_callback) {
  CHECK(ends(timer("nop, {set: {x: 1}}",
                   "{mod_timer: t}, {timer_delete_sync: t, into: r}, "
                   "{set: {got: r + 2 * x}}")) ==
        (Ends{"done x=0 got=1", "done x=1 got=2"}));
}

TEST(timer, delete_sync_takes_back_what_the_callback_has_armed_again) {
  CHECK(ends(timer("{mod_timer: t}",
                   "{mod_timer: t}, {timer_delete_sync: t}, "
                   "{timer_delete: t, into: r}, "
                   "{set: {got: r}}")) == (Ends{"done x=0 got=0"}));
}

TEST(timer, an_idle_timer_is_not_waited_for) {
  Drive d(timer("nop", "{timer_delete_sync: t}"));
  STRCMP_EQUAL("finished", d.run("a").c_str());
}

TEST(timer, several_may_wait_for_one_callback) {
  Drive d(R"(
scenario: s
objects: {t: {type: timer_list, function: tick}}
functions: {tick: [nop]}
threads: {a: [{mod_timer: t}, {timer_delete_sync: t}], b: [{timer_delete_sync: t}]}
)");
  d.step("a");
  d.step("t");
  STRCMP_EQUAL("blocked", d.run("a").c_str());
  STRCMP_EQUAL("blocked", d.run("b").c_str());
  CHECK(d.effect().want.kind == picket::Want::Kind::work);
  CHECK(d.effect().want.object == d.object("t"));
  d.run("t");
  STRCMP_EQUAL("finished", d.run("b").c_str());
  STRCMP_EQUAL("finished", d.run("a").c_str());
}

TEST(timer, a_lock_of_the_callback_held_around_delete_sync_deadlocks) {
  Drive d(timer("{spin_lock: l}, {spin_unlock: l}",
                "{mod_timer: t}, {spin_lock_bh: l}, {timer_delete_sync: t}, "
                "{spin_unlock_bh: l}"));
  d.step("a");
  d.step("a");
  // Bottom halves are off here, but not elsewhere.
  STRCMP_EQUAL("blocked", d.step("t", 1).c_str());
  STRCMP_EQUAL("stepped", d.step("t").c_str());
  STRCMP_EQUAL("blocked", d.run("a").c_str());
  STRCMP_EQUAL("blocked", d.run("t").c_str());
  const auto end = picket::analyse_end(d.program(), d.state());
  CHECK_EQUAL(1u, end.findings.size());
  CHECK(end.findings[0].code == picket::FindingCode::deadlock);
  CHECK((end.findings[0].arguments == std::vector<std::string>{"a", "t"}));
  STRCMP_EQUAL(
      "the callback of timer t to finish",
      picket::waits_for(d.program(), d.state(), end.waiters[0]).c_str());
}

TEST(timer, a_callback_that_deletes_its_own_timer_waits_for_itself) {
  Drive d(timer("{timer_delete_sync: t}", "{mod_timer: t}"));
  d.run("a");
  STRCMP_EQUAL("blocked", d.run("t").c_str());
  const auto end = picket::analyse_end(d.program(), d.state());
  CHECK_EQUAL(1u, end.findings.size());
  CHECK((end.findings[0].arguments == std::vector<std::string>{"t"}));
}

TEST(timer, a_callback_may_not_sleep) {
  for (const char* type : {"timer_list", "hrtimer"}) {
    const std::string arm = type[0] == 't' ? "mod_timer" : "hrtimer_start";
    CHECK(ends(timer("{mutex_lock: m}, {mutex_unlock: m}", "{" + arm + ": t}",
                     type)) == (Ends{"misuse sleep-in-atomic t"}));
  }
}

TEST(timer, a_callback_that_ends_with_a_lock_held_is_a_misuse) {
  CHECK(ends(timer("{spin_lock: l}", "{mod_timer: t}")) ==
        (Ends{"misuse lock-held-at-exit t"}));
}

TEST(timer, delete_sync_may_be_called_in_atomic_context) {
  CHECK(ends(timer("nop",
                   "{mod_timer: t}, {spin_lock: l}, "
                   "{timer_delete_sync: t}, {spin_unlock: l}")) ==
        (Ends{"done x=0 got=0"}));
}

TEST(timer, delete_sync_in_hardirq_context_is_a_misuse) {
  CHECK(ends(R"(
scenario: s
objects: {t: {type: timer_list, function: tick}, h: {type: hrtimer, function: late}}
functions: {tick: [nop], late: [{timer_delete_sync: t}]}
threads: {a: [{mod_timer: t}, {hrtimer_start: h}]}
)") == (Ends{"misuse wrong-context h"}));
}

TEST(timer, an_hrtimer_is_cancelled_in_the_same_way) {
  CHECK(ends(timer("nop, {set: {x: 1}}",
                   "{hrtimer_start: t}, {hrtimer_cancel: t, into: r}, "
                   "{set: {got: r + 2 * x}}",
                   "hrtimer")) == (Ends{"done x=0 got=1", "done x=1 got=2"}));
}

TEST(timer, an_armed_timer_that_was_freed_fires_into_nothing) {
  CHECK(ends(timer("nop", "{mod_timer: t}, {free: t}")) ==
        (Ends{"done x=0 got=0", "misuse use-after-free t"}));
}

TEST(timer, initialising_an_armed_timer_is_a_misuse) {
  CHECK(ends(timer("nop", "{mod_timer: t}, {init: t}")) ==
        (Ends{"done x=0 got=0", "misuse init-held-lock a"}));
}

TEST(timer, steps_that_do_not_touch_the_same_commute) {
  for (const char* callback :
       {"{set: {x: x + 1}}", "{mod_timer: t}", "{timer_delete: t}"})
    for (const char* other :
         {"{timer_delete_sync: t}", "{timer_delete: t}, {mod_timer: t}",
          "{mod_timer: t}, {timer_delete_sync: t}"})
      STRCMP_EQUAL(
          "",
          broken_independence(
              "scenario: s\nobjects: {t: {type: timer_list, function: tick}, "
              "x: int}\nfunctions: {tick: [" +
              std::string(callback) +
              "]}\nthreads: {a: [{mod_timer: t}, {timer_delete_sync: t}], b: "
              "[" +
              other + "]}\n")
              .c_str());
}
