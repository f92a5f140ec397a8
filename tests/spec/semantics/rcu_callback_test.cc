#include "spec/semantics/rcu_callback.h"

#include "explorer/check/deadlock.h"
#include "explorer/check/wording.h"
#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;
using Ends = std::set<std::string>;

namespace {

std::string callback(const std::string& function, const std::string& updater,
                     const std::string& reader = "nop") {
  return "scenario: s\nobjects: {l: spinlock_t, m: mutex, x: int}\n"
         "functions: {cb: [" +
         function + "]}\nthreads:\n  u: [" + updater + "]\n  r: [" + reader +
         "]\n";
}

}  // namespace

TEST_GROUP(rcu_callback){};

TEST(rcu_callback, it_runs_once_some_time_after_the_call) {
  CHECK(ends(callback("{set: {x: x + 1}}",
                      "{call_rcu: cb}, {set: {x: x * 3}}")) ==
        (Ends{"done x=1", "done x=3"}));
}

TEST(rcu_callback, it_waits_for_the_readers_of_the_call) {
  Drive d(callback("{set: {x: 1}}", "{call_rcu: cb}",
                   "rcu_read_lock, rcu_read_unlock"));
  d.step("r");
  d.run("u");
  STRCMP_EQUAL("blocked", d.step("cb").c_str());
  CHECK(d.effect().want.kind == picket::Want::Kind::readers);
  d.run("r");
  STRCMP_EQUAL("stepped", d.step("cb").c_str());
}

TEST(rcu_callback, it_does_not_wait_for_later_readers) {
  Drive d(callback("nop", "{call_rcu: cb}", "rcu_read_lock, rcu_read_unlock"));
  d.run("u");
  d.step("r");
  STRCMP_EQUAL("stepped", d.step("cb").c_str());
}

TEST(rcu_callback, it_may_not_sleep) {
  CHECK(
      ends(callback("{mutex_lock: m}, {mutex_unlock: m}", "{call_rcu: cb}")) ==
      (Ends{"misuse sleep-in-atomic cb"}));
}

TEST(rcu_callback, it_reads_itself) {
  Drive d(callback("nop", "{call_rcu: cb}, synchronize_rcu"));
  d.step("u");
  d.step("cb");
  STRCMP_EQUAL("blocked", d.run("u").c_str());
  d.run("cb");
  STRCMP_EQUAL("finished", d.run("u").c_str());
}

TEST(rcu_callback, every_call_has_one_of_its_own) {
  const std::string text =
      callback("{set: {x: x + 1}}", "{call_rcu: cb}, {call_rcu: cb}");
  CHECK(ends(text) == (Ends{"done x=2"}));
  const Drive d(text);
  CHECK(d.thread("cb[0]") != d.thread("cb[1]"));
}

TEST(rcu_callback, calls_of_one_step_run_one_after_the_other) {
  CHECK(ends(R"(
scenario: s
objects: {x: int}
functions:
  cb: [{read: x, into: old}, {set: {x: old + 1}}]
  later: [{call_rcu: cb}]
threads: {u: [{call: later}, {call: later}]}
)") == (Ends{"done x=2"}));
}

TEST(rcu_callback, barrier_waits_for_what_is_queued) {
  CHECK(ends(callback("nop, {set: {x: 1}}",
                      "{call_rcu: cb}, rcu_barrier, {assert: x == 1}")) ==
        (Ends{"done x=1"}));
}

TEST(rcu_callback, barrier_waits_for_one_that_runs) {
  Drive d(callback("nop", "{call_rcu: cb}, rcu_barrier"));
  d.step("u");
  d.step("cb");
  STRCMP_EQUAL("blocked", d.run("u").c_str());
  CHECK(d.effect().want.kind == picket::Want::Kind::callbacks);
  const auto end = picket::analyse_end(d.program(), d.state());
  STRCMP_EQUAL(
      "the callbacks of call_rcu: cb",
      picket::waits_for(d.program(), d.state(), end.waiters[0]).c_str());
  d.run("cb");
  STRCMP_EQUAL("finished", d.run("u").c_str());
}

TEST(rcu_callback, synchronize_rcu_is_no_barrier) {
  CHECK(ends(callback("{set: {x: 1}}",
                      "{call_rcu: cb}, synchronize_rcu, {assert: x == 1}")) ==
        (Ends{"assertion u", "done x=1"}));
}

TEST(rcu_callback, barrier_may_sleep) {
  CHECK(ends(callback("nop", "preempt_disable, rcu_barrier")) ==
        (Ends{"misuse sleep-in-atomic u"}));
}

TEST(rcu_callback, it_may_call_itself_again) {
  CHECK(ends(callback("{set: {x: x + 1}}, {call_rcu: cb, when: x < 3}",
                      "{call_rcu: cb}"))
            .count("done x=3") == 1);
}

TEST(rcu_callback, steps_that_do_not_touch_the_same_commute) {
  for (const char* other :
       {"rcu_barrier", "{call_rcu: cb}", "synchronize_rcu",
        "rcu_read_lock, {read: x, into: p}, rcu_read_unlock"})
    STRCMP_EQUAL(
        "", broken_independence(
                callback("{set: {x: x + 1}}",
                         "{call_rcu: cb}, {call_rcu: cb}, rcu_barrier", other))
                .c_str());
}
