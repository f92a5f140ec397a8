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
         "  bo: dma_resv\n"
         "  a1: {type: dma_fence, timeline: a}\n"
         "  a2: {type: dma_fence, timeline: a}\n"
         "  b: dma_fence\n"
         "  done: {type: dma_fence, signaled: true}\n"
         "  poll: {type: dma_fence, signaled_op: x == 1}\n"
         "  lazy: {type: dma_fence, enable_signaling: arm}\n"
         "  x: int\n"
         "  r: int\n"
         "functions:\n"
         "  arm: [{set: {x: 1}}, {return: 1}]\n"
         "  gone: [{set: {x: x + 1}}]\n"
         "  cb: [nop]\n"
         "  drop: [{dma_resv_unlock: bo}]\n"
         "threads:\n" +
         threads;
}

Ends of(const std::string& threads) {
  STRCMP_EQUAL("", broken_independence(text(threads)).c_str());
  return ends(text(threads));
}

// Steps of one thread with the lock, between them `steps`.
std::string locked(const std::string& steps) {
  return "  t: [{dma_resv_lock: bo}, " + steps + ", {dma_resv_unlock: bo}]\n";
}

std::string alone(const std::string& thread) {
  Drive d(text(thread));
  return d.run("t");
}

std::string add(const std::string& fence, const std::string& usage) {
  return "{dma_resv_add_fence: {resv: bo, fence: " + fence +
         ", usage: " + usage + "}}";
}

const char* kReserve = "{dma_resv_reserve_fences: {resv: bo, n: 1}}";

}  // namespace

TEST_GROUP(resv){};

TEST(resv, its_fences_belong_to_the_holder_of_the_lock) {
  STRCMP_EQUAL("misuse lock-not-held",
               alone("  t: [" + std::string(kReserve) + "]\n").c_str());
  STRCMP_EQUAL("misuse lock-not-held",
               alone("  t: [" + add("b", "READ") + "]\n").c_str());
}

TEST(resv, a_fence_needs_a_reserved_slot) {
  STRCMP_EQUAL("misuse no-reserved-slot",
               alone(locked(add("b", "READ"))).c_str());
  STRCMP_EQUAL(
      "finished",
      alone(locked(std::string(kReserve) + ", " + add("b", "READ"))).c_str());
  STRCMP_EQUAL("misuse no-reserved-slot",
               alone(locked(std::string(kReserve) + ", " + add("b", "READ") +
                            ", " + add("a1", "READ")))
                   .c_str());
}

TEST(resv, a_reservation_ends_with_the_unlock) {
  STRCMP_EQUAL("misuse no-reserved-slot",
               alone(locked(std::string(kReserve) +
                            ", {dma_resv_unlock: bo}, {dma_resv_lock: bo}, " +
                            add("b", "READ")))
                   .c_str());
}

TEST(resv, reserving_no_slot_is_refused) {
  STRCMP_EQUAL("finished",
               alone(locked("{dma_resv_reserve_fences: {resv: bo, n: 0}, into: "
                            "e}, {assert: e == -EINVAL}"))
                   .c_str());
}

TEST(resv, a_later_fence_of_the_timeline_takes_the_place_of_an_older) {
  // No second slot is needed.
  STRCMP_EQUAL("finished",
               alone(locked(std::string(kReserve) + ", " + add("a1", "READ") +
                            ", " + add("a2", "READ") +
                            ", {dma_fence_signal: a2}, "
                            "{dma_resv_test_signaled: {resv: bo, usage: "
                            "BOOKKEEP}, into: e}, {assert: e == 1}"))
                   .c_str());
}

TEST(resv, neither_an_older_fence_nor_a_stronger_usage_is_replaced) {
  STRCMP_EQUAL("misuse no-reserved-slot",
               alone(locked(std::string(kReserve) + ", " + add("a2", "READ") +
                            ", " + add("a1", "READ")))
                   .c_str());
  STRCMP_EQUAL("misuse no-reserved-slot",
               alone(locked(std::string(kReserve) + ", " + add("a1", "WRITE") +
                            ", " + add("a2", "READ")))
                   .c_str());
}

TEST(resv, a_signalled_fence_is_replaced_by_any) {
  STRCMP_EQUAL("finished",
               alone(locked(std::string(kReserve) + ", " +
                            add("done", "KERNEL") + ", " + add("b", "READ")))
                   .c_str());
}

TEST(resv, adding_polls_the_fences_it_might_replace) {
  STRCMP_EQUAL("finished",
               alone(locked(std::string(kReserve) + ", " +
                            add("poll", "KERNEL") + ", {set: {x: 1}}, " +
                            add("b", "READ") + ", {assert: signaled(poll)}"))
                   .c_str());
}

TEST(resv, reserving_drops_fences_that_are_done) {
  STRCMP_EQUAL("finished",
               alone(locked("{dma_resv_reserve_fences: {resv: bo, n: 2}}, " +
                            add("poll", "KERNEL") + ", " + add("b", "READ") +
                            ", {set: {x: 1}}, " + kReserve +
                            ", {assert: signaled(poll)}, "
                            "{dma_fence_signal: b}, "
                            "{dma_resv_test_signaled: bo, into: e}, "
                            "{assert: e == 1}"))
                   .c_str());
}

TEST(resv, adding_publishes_the_fence) {
  Drive d(
      "scenario: s\n"
      "objects: {bo: dma_resv, f: {type: dma_fence, published: false}}\n"
      "threads:\n"
      "  t: [{dma_resv_lock: bo}, {dma_resv_reserve_fences: bo}, "
      "{dma_resv_add_fence: {resv: bo, fence: f}}, {dma_resv_unlock: bo}]\n");
  d.step("t");
  d.step("t");
  CHECK(!d.effect().published.valid());
  d.step("t");
  CHECK(d.effect().published == d.object("f"));
  CHECK(d.effect().happens);
}

TEST(resv, a_query_covers_every_stronger_usage) {
  const auto covered = [](const char* added, const char* asked) {
    return of(locked(std::string(kReserve) + ", " + add("b", added) +
                     ", {dma_resv_test_signaled: {resv: bo, usage: " + asked +
                     "}, into: e}, {set: {r: e}}")) == Ends{"done x=0 r=0"};
  };
  const char* usages[] = {"KERNEL", "WRITE", "READ", "BOOKKEEP"};
  for (int a = 0; a < 4; ++a)
    for (int q = 0; q < 4; ++q)
      CHECK_EQUAL(a <= q, covered(usages[a], usages[q]));
}

TEST(resv, a_wait_needs_no_lock_and_covers_all_its_fences) {
  const std::string threads =
      locked("{dma_resv_reserve_fences: {resv: bo, n: 2}}, " +
             add("a1", "WRITE") + ", " + add("b", "READ")) +
      "  u: {starts: published(b) && r == 1, steps: "
      "[{dma_resv_wait_timeout: {resv: bo, usage: READ}}, "
      "{assert: signaled(a1) && signaled(b)}]}\n"
      "  v: [{set: {r: 1}}, {dma_fence_signal: a1}]\n"
      "  w: [{dma_fence_signal: b}]\n";
  for (const auto& end : of(threads))
    CHECK(end == "done x=0 r=1" || end == "assertion u");
}

TEST(resv, a_wait_sleeps_on_the_first_fence_that_is_not_signalled) {
  Drive d(text(locked("{dma_resv_reserve_fences: {resv: bo, n: 3}}, " +
                      add("done", "KERNEL") + ", " + add("a1", "BOOKKEEP") +
                      ", " + add("b", "WRITE")) +
               "  u: [{dma_resv_wait_timeout: bo}]\n"));
  d.run("t");
  // a1 took the place of `done`, and is not asked for.
  STRCMP_EQUAL("blocked", d.step("u").c_str());
  CHECK(d.effect().want.kind == picket::Want::Kind::signal);
  CHECK(d.effect().want.object == d.object("b"));
  CHECK(!d.effect().want.bounded);
}

TEST(resv, a_timed_wait_can_time_out) {
  CHECK(of(locked(std::string(kReserve) + ", " + add("b", "WRITE") +
                  ", {dma_resv_wait_timeout: {resv: bo, timeout: 9}, into: e}"
                  ", {set: {r: e}}") +
           "  gpu: [{dma_fence_signal: b}]\n") ==
        (Ends{"done x=0 r=0", "done x=0 r=9"}));
}

TEST(resv, a_wait_enables_the_fences_it_waits_for) {
  CHECK(of(locked(std::string(kReserve) + ", " + add("lazy", "WRITE") +
                  ", {dma_resv_wait_timeout: bo}") +
           "  gpu: {starts: x == 1, steps: [{dma_fence_signal: lazy}]}\n") ==
        Ends{"done x=1 r=0"});
}

TEST(resv, a_wait_polls_once_and_then_sleeps) {
  // The driver's answer comes too late: nobody asks again.
  const std::string threads =
      locked(std::string(kReserve) + ", " + add("poll", "WRITE") +
             ", {dma_resv_wait_timeout: bo}") +
      "  hw: [{set: {x: 1}}]\n";
  CHECK(of(threads) == (Ends{"done x=1 r=0", "stuck t x=1 r=0"}));
}

TEST(resv, a_wait_must_not_be_called_in_atomic_context_if_it_waits) {
  STRCMP_EQUAL("misuse sleep-in-atomic",
               alone(locked(std::string(kReserve) + ", " + add("b", "WRITE") +
                            ", preempt_disable, "
                            "{dma_resv_wait_timeout: bo}"))
                   .c_str());
}

TEST(resv, reserving_may_enter_reclaim) {
  const char* reclaims = R"(
scenario: s
objects: {bo: dma_resv}
functions:
  shrink: [{dma_resv_trylock: bo, into: got}, {assert: got == 0}]
reclaim: [shrink]
threads:
  t: [{dma_resv_lock: bo}, {dma_resv_reserve_fences: bo, into: e},
      {assert: e == 0}, {dma_resv_unlock: bo}]
)";
  CHECK(ends(reclaims) == Ends{"done"});
  Drive d(reclaims);
  d.step("t");
  d.step("t", 1);
  CHECK_EQUAL(2, d.effect().alternatives);
  STRCMP_EQUAL("stepped", d.step("t").c_str());
}

TEST(resv, it_holds_a_reference_to_its_fences) {
  const auto counted = [](const std::string& steps) {
    return ends(
        "scenario: s\n"
        "objects:\n"
        "  bo: dma_resv\n"
        "  f: {type: dma_fence, release: gone}\n"
        "  g: dma_fence\n"
        "  x: int\n"
        "functions:\n  gone: [{set: {x: x + 1}}]\n"
        "threads:\n  t: [{dma_resv_lock: bo}, " +
        std::string(kReserve) +
        ", {dma_resv_add_fence: {resv: bo, fence: f}}, {dma_fence_put: f}, "
        "{dma_fence_signal: f}, {assert: x == 0}, " +
        steps + ", {dma_resv_unlock: bo}]\n");
  };
  // Whoever takes it off the list drops the reference.
  CHECK(counted("nop") == Ends{"done x=0"});
  CHECK(counted("{dma_resv_add_fence: {resv: bo, fence: g}}") ==
        Ends{"done x=1"});
  CHECK(counted(kReserve) == Ends{"done x=1"});
}

TEST(resv, readers_and_the_holder_of_the_lock_do_not_disturb_each_other) {
  const std::string threads =
      locked(std::string(kReserve) + ", " + add("b", "WRITE")) +
      "  u: [{dma_resv_test_signaled: {resv: bo, usage: WRITE}, into: e}, "
      "{set: {r: e}}]\n";
  CHECK(of(threads) == (Ends{"done x=0 r=0", "done x=0 r=1"}));
  Drive d(text(threads));
  d.step("t");
  const picket::Footprint lock = d.effect().footprint;
  d.step("u");
  CHECK(!picket::conflict(lock, d.effect().footprint));
}

TEST(resv, what_runs_while_a_slot_is_reserved_must_leave_the_lock_alone) {
  // Reclaim may run or not.
  const Ends once = of(locked(kReserve) + "reclaim: [drop]\n");
  CHECK(once == Ends({"done x=0 r=0", "misuse lock-not-held t"}));
}

TEST(resv, a_callback_that_adding_runs_must_leave_the_lock_alone) {
  STRCMP_EQUAL(
      "misuse lock-not-held",
      alone(locked("{dma_resv_reserve_fences: {resv: bo, n: 2}}, "
                   "{dma_fence_add_callback: {fence: poll, cb: drop}}, " +
                   add("poll", "KERNEL") + ", {set: {x: 1}}, " +
                   add("b", "READ")))
          .c_str());
}

TEST(resv, a_container_has_no_place_in_it) {
  const std::string steps = "threads:\n  t: [{dma_resv_lock: bo}, " +
                            std::string(kReserve) + ", " + add("c", "WRITE") +
                            "]\n";
  for (const std::string container :
       {"{type: dma_fence_array, fences: [f]}",
        "{type: dma_fence_chain, fence: f, seqno: 1}"}) {
    Drive d("scenario: s\nobjects: {bo: dma_resv, f: dma_fence, c: " +
            container + "}\n" + steps);
    STRCMP_EQUAL("misuse nested-container", d.run("t").c_str());
  }
}
