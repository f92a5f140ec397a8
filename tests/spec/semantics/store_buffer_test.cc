#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;
using Ends = std::set<std::string>;

namespace {

std::string two(const std::string& a, const std::string& b,
                const std::string& places = "") {
  return "scenario: s\nconfig: {store_buffers: true}\n"
         "objects: {x: int, y: int, r: int, q: int, c: atomic_t, m: mutex,\n"
         "  wq: wait_queue_head}\n"
         "threads:\n  a: {" +
         places + "steps: [" + a + "]}\n  b: {" + places + "steps: [" + b +
         "]}\n";
}

// Each stores, then looks at what the other stores.
std::string dekker(const std::string& between) {
  return two("{set: {x: 1}}, " + between + "{read: y, into: s}, {set: {r: s}}",
             "{set: {y: 1}}, " + between + "{read: x, into: s}, {set: {q: s}}");
}

bool can_end(const Ends& all, const std::string& part) {
  for (const std::string& end : all)
    if (end.find(part) != end.npos) return true;
  return false;
}

}  // namespace

TEST_GROUP(store_buffer){};

TEST(store_buffer, both_may_look_before_either_store_arrives) {
  CHECK_TRUE(can_end(ends(dekker("")), "r=0 q=0"));
}

TEST(store_buffer, without_buffers_one_of_them_sees_the_other) {
  std::string text = dekker("");
  text.replace(text.find("true"), 4, "false");
  CHECK_FALSE(can_end(ends(text), "r=0 q=0"));
}

TEST(store_buffer, what_orders_memory_waits_for_it) {
  for (const char* between :
       {"smp_mb, ", "{atomic_inc: c}, ", "{mutex_lock: m}, {mutex_unlock: m}, ",
        "{wake_up: wq}, "})
    CHECK_FALSE(can_end(ends(dekker(between)), "r=0 q=0"));
}

TEST(store_buffer, what_orders_nothing_does_not) {
  for (const char* between : {"nop, ", "{waitqueue_active: wq, into: w}, ",
                              "preempt_disable, "
                              "preempt_enable, ",
                              "{wait_event: {wq: wq, until: x + y > 0}}, "})
    CHECK_TRUE(can_end(ends(dekker(between)), "r=0 q=0"));
}

TEST(store_buffer, ones_own_stores_are_seen_at_once) {
  Drive d(
      two("{set: {x: 1}}, {set: {x: x + 1}}, {read: x, into: s}, "
          "{set: {r: s}}",
          "nop"));
  d.step("a");
  d.step("a");
  CHECK_EQUAL(0, d.value("x"));
  d.run("a");
  d.run("a.stores");
  CHECK_EQUAL(2, d.value("x"));
  CHECK_EQUAL(2, d.value("r"));
}

TEST(store_buffer, stores_arrive_in_their_order) {
  for (const std::string& end :
       ends(two("{set: {x: 1}}, {set: {y: 1}}",
                "{read: y, into: s}, {read: x, into: t}, "
                "{set: {r: s}}, {set: {q: t}}")))
    CHECK_FALSE(end.find("r=1 q=0") != end.npos);
}

TEST(store_buffer, stores_of_one_step_arrive_one_by_one) {
  Drive d(two("{set: {x: 1, y: 2}}", "nop"));
  d.run("a");
  d.step("a.stores");
  CHECK_EQUAL(1, d.value("x"));
  CHECK_EQUAL(0, d.value("y"));
  d.step("a.stores");
  CHECK_EQUAL(2, d.value("y"));
}

TEST(store_buffer, a_full_one_takes_no_more) {
  Drive d(
      two("{set: {x: 1}}, {set: {x: 2}}, {set: {x: 3}}, {set: {x: 4}}, "
          "{set: {x: 5}}",
          "nop"));
  STRCMP_EQUAL("blocked", d.run("a").c_str());
  d.step("a.stores");
  STRCMP_EQUAL("finished", d.run("a").c_str());
}

TEST(store_buffer, threads_of_one_cpu_share_it) {
  Drive d(
      two("{set: {x: 1}}", "{read: x, into: s}, {set: {r: s}}", "cpu: 0, "));
  d.run("a");
  d.run("b");
  d.run("cpu0.stores");
  CHECK_EQUAL(1, d.value("r"));
}

TEST(store_buffer, freed_memory_takes_nothing) {
  Drive d(two("{set: {x: 1}}", "{free: x}"));
  d.run("a");
  d.run("b");
  STRCMP_EQUAL("stepped", d.step("a.stores").c_str());
}

TEST(store_buffer, a_sleeper_and_a_waker_may_miss_each_other) {
  const char* waker =
      "{set: {x: 1}}, {waitqueue_active: wq, into: w}, "
      "{wake_up: wq, when: w}";
  CHECK_TRUE(can_end(ends(two("{wait_event: {wq: wq, until: x == 1}}", waker)),
                     "stuck"));
}

TEST(store_buffer, a_barrier_between_lets_them_meet) {
  const char* waker =
      "{set: {x: 1}}, smp_mb, {waitqueue_active: wq, into: w}, "
      "{wake_up: wq, when: w}";
  CHECK_FALSE(can_end(ends(two("{wait_event: {wq: wq, until: x == 1}}", waker)),
                      "stuck"));
}

TEST(store_buffer, steps_that_do_not_touch_the_same_commute) {
  STRCMP_EQUAL("", broken_independence(dekker("")).c_str());
  STRCMP_EQUAL("", broken_independence(dekker("smp_mb, ")).c_str());
}
