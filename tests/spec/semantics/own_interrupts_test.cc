// What a context has armed interrupts it.
#include "spec/semantics/own_interrupts.h"

#include "explorer/check/deadlock.h"
#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;
using Ends = std::set<std::string>;

namespace {

std::string armed(const std::string& thread, const std::string& place = "",
                  const std::string& callback =
                      "{spin_lock: s}, "
                      "{spin_unlock: s}") {
  return "scenario: s\nobjects: {s: spinlock_t, x: int, "
         "t: {type: timer_list, function: tick}, "
         "h: {type: hrtimer, function: tick}}\n"
         "functions: {tick: [" +
         callback + "]}\nthreads: {a: {" + place + "steps: [" + thread +
         "]}}\n";
}

const char* const kPinned = "cpu: 0, ";

std::string locked(const std::string& arm, const std::string& form) {
  return arm + ", {spin_lock" + form + ": s}, nop, {spin_unlock" + form +
         ": s}";
}

bool may_get_stuck(const std::string& yaml) {
  for (const std::string& end : ends(yaml))
    if (end.rfind("stuck", 0) == 0) return true;
  return false;
}

}  // namespace

TEST_GROUP(own_interrupts){};

TEST(own_interrupts, a_timer_spins_for_what_it_has_interrupted) {
  for (const std::string place : {"", kPinned}) {
    const std::string yaml = armed(locked("{mod_timer: t}", ""), place);
    CHECK_TEXT(ends(yaml).count("stuck a t x=0") == 1, place.c_str());
    STRCMP_EQUAL("", broken_independence(yaml).c_str());
  }
}

TEST(own_interrupts, the_two_wait_for_each_other) {
  Drive d(armed(locked("{mod_timer: t}", ""), kPinned));
  d.step("a");
  d.step("a");
  STRCMP_EQUAL("blocked", d.step("t", 0).c_str());  // elsewhere
  STRCMP_EQUAL("stepped", d.step("t", 1).c_str());
  STRCMP_EQUAL("blocked", d.run("t").c_str());
  STRCMP_EQUAL("blocked", d.run("a").c_str());
  const auto end = picket::analyse_end(d.program(), d.state());
  CHECK_EQUAL(1, end.findings.size());
  CHECK(end.findings[0].code == picket::FindingCode::deadlock);
  CHECK_EQUAL(2, end.findings[0].contexts.size());
}

TEST(own_interrupts, bottom_halves_off_keep_a_timer_away) {
  for (const std::string place : {"", kPinned})
    for (const std::string form : {"_bh", "_irq"})
      CHECK_FALSE(may_get_stuck(armed(locked("{mod_timer: t}", form), place)));
}

TEST(own_interrupts, an_hrtimer_comes_in_with_bottom_halves_off) {
  for (const std::string place : {"", kPinned}) {
    CHECK(may_get_stuck(armed(locked("{hrtimer_start: h}", "_bh"), place)));
    const std::string off = armed(locked("{hrtimer_start: h}", "_irq"), place);
    CHECK_FALSE(may_get_stuck(off));
    STRCMP_EQUAL("", broken_independence(off).c_str());
  }
}

TEST(own_interrupts, a_callback_of_rcu_interrupts_who_called_it) {
  for (const std::string place : {"", kPinned}) {
    CHECK(may_get_stuck(armed(locked("{call_rcu: tick}", ""), place)));
    CHECK_FALSE(may_get_stuck(armed(locked("{call_rcu: tick}", "_bh"), place)));
  }
}

TEST(own_interrupts, who_runs_on_another_cpu_is_left_alone) {
  CHECK_FALSE(may_get_stuck(
      "scenario: s\nobjects: {s: spinlock_t, t: {type: timer_list, function: "
      "tick}}\nfunctions: {tick: [{spin_lock: s}, {spin_unlock: s}]}\n"
      "threads:\n  a: {cpu: 0, steps: [{mod_timer: t}]}\n  b: {cpu: 1, steps: "
      "[{spin_lock: s}, nop, {spin_unlock: s}]}\n"));
}

TEST(own_interrupts, who_has_a_cpu_named_is_interrupted_by_its_timer_alone) {
  // On another CPU the callback could come between.
  const std::string both =
      "local_bh_disable, {set: {x: 1}}, {assert: x == 1}, local_bh_enable";
  for (const std::string& end :
       ends(armed("{mod_timer: t}, " + both, kPinned, "{set: {x: 2}}")))
    STRCMP_CONTAINS("done", end.c_str());
}

TEST(own_interrupts, without_one_it_may_run_beside_it_as_well) {
  bool failed = false;
  for (const std::string& end :
       ends(armed("{mod_timer: t}, local_bh_disable, {set: {x: 1}}, {assert: x "
                  "== 1}, local_bh_enable",
                  "", "{set: {x: 2}}")))
    failed |= end.rfind("assertion", 0) == 0;
  CHECK(failed);
}

TEST(own_interrupts, one_that_arms_itself_again_stays_on_its_cpu) {
  const std::string yaml =
      armed(locked("{mod_timer: t}", "_bh"), kPinned,
            "{spin_lock: s}, {set: {x: x + 1}}, {spin_unlock: s}, "
            "{mod_timer: t, when: x < 2}");
  CHECK(ends(yaml) == (Ends{"done x=2"}));
  STRCMP_EQUAL("", broken_independence(yaml).c_str());
}

TEST(own_interrupts, a_hardirq_interrupts_the_callback_too) {
  const std::string yaml =
      "scenario: s\nobjects: {s: spinlock_t, x: int, t: {type: timer_list, "
      "function: tick}}\nfunctions: {tick: [{spin_lock: s}, nop, {spin_unlock: "
      "s}]}\nthreads:\n  a: {cpu: 0, steps: [{mod_timer: t}]}\n  i: {cpu: 0, "
      "context: hardirq, steps: [{spin_lock: s}, {spin_unlock: s}]}\n";
  CHECK(ends(yaml).count("stuck i t x=0") == 1);
  STRCMP_EQUAL("", broken_independence(yaml).c_str());
}

TEST(own_interrupts, an_hrtimer_spins_for_what_the_timer_below_it_holds) {
  for (const std::string place : {"", kPinned}) {
    const std::string yaml = armed("{mod_timer: t}, {hrtimer_start: h}", place);
    CHECK_TEXT(ends(yaml).count("stuck t h x=0") == 1, place.c_str());
    STRCMP_EQUAL("", broken_independence(yaml).c_str());
  }
}

TEST(own_interrupts, of_two_timers_none_interrupts_the_other) {
  const std::string yaml = armed("{mod_timer: t}, {mod_timer: h}");
  std::string two = yaml;
  two.replace(two.find("hrtimer"), 7, "timer_list");
  CHECK_FALSE(may_get_stuck(two));
}

TEST(own_interrupts, what_a_callback_sets_going_interrupts_it) {
  const std::string yaml = armed("{mod_timer: t}", "",
                                 "{spin_lock: s}, {hrtimer_start: h}, "
                                 "{spin_unlock: s}");
  CHECK(may_get_stuck(yaml));
  STRCMP_EQUAL("", broken_independence(yaml).c_str());
}
