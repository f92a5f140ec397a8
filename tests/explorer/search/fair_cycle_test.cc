// Which cycles of states are livelocks, and of whom.
#include "explorer/search/fair_cycle.h"

#include <string>

#include "explorer/check/judge.h"
#include "explorer/search/states.h"
#include "tests/support/drive.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

// All findings of the reduced search, one a line.
std::string found(const std::string& text) {
  const Scenario scenario = test::scenario_of("scenario: s\n" + text);
  const Program program(scenario);
  Judge judge(program, SolverKind::native, 1, false);
  search_states(program, {}, judge);
  std::string out;
  for (const auto& [key, finding] : judge.findings()) out += key + "\n";
  return out;
}

}  // namespace

TEST_GROUP(fair_cycle){};

TEST(fair_cycle, a_loop_that_nobody_ends_is_a_livelock) {
  STRCMP_EQUAL("livelock a\n", found(R"(
objects: {x: int}
threads:
  a: [{while: x == 0, do: [nop]}]
  b: [nop]
)")
                                   .c_str());
}

TEST(fair_cycle, a_loop_that_somebody_else_ends_in_his_turn_is_none) {
  STRCMP_EQUAL("", found(R"(
objects: {x: int}
threads:
  a: [{while: x == 0, do: [nop]}]
  b: [{set: {x: 1}}]
)")
                       .c_str());
}

TEST(fair_cycle, a_way_out_that_is_always_there_but_never_taken_is_no_escape) {
  STRCMP_EQUAL("livelock a\n", found(R"(
objects: {x: int}
threads:
  a: [{while: x == 0, do: [{choose: [[nop], [{set: {x: 1}}]]}]}]
)")
                                   .c_str());
}

TEST(fair_cycle, an_item_that_queues_itself_goes_on_but_holds_up_nobody) {
  STRCMP_EQUAL("", found(R"(
objects: {q: workqueue_struct, w: {type: work_struct, function: f}}
functions: {f: [{queue_work: {wq: q, work: w}}]}
threads: {a: [{queue_work: {wq: q, work: w}}]}
)")
                       .c_str());
}

TEST(fair_cycle, a_thread_that_waits_for_an_endless_chain_of_runs_is_stuck) {
  STRCMP_EQUAL("livelock a\n", found(R"(
objects:
  q: workqueue_struct
  w: {type: work_struct, function: f}
  c: completion
  x: int
functions: {f: [{complete: c, when: x == 1}, {queue_work: {wq: q, work: w}}]}
threads: {a: [{queue_work: {wq: q, work: w}}, {wait_for_completion: c}]}
)")
                                   .c_str());
}

TEST(fair_cycle, an_item_that_never_ends_is_a_livelock_of_its_own) {
  STRCMP_EQUAL("livelock w\n", found(R"(
objects: {q: workqueue_struct, w: {type: work_struct, function: f}, x: int}
functions: {f: [{while: x == 0, do: [nop]}]}
threads: {a: [{queue_work: {wq: q, work: w}}, {flush_work: w}]}
)")
                                   .c_str());
}

TEST(fair_cycle, behind_a_daemon_that_goes_round_whoever_waits_is_stuck) {
  STRCMP_EQUAL("livelock a\n", found(R"(
objects: {m: mutex, x: int}
threads:
  d: {daemon: true, steps: [{mutex_lock: m}, {while: x == 0, do: [nop]}, {mutex_unlock: m}]}
  a: [{mutex_lock: m}, {mutex_unlock: m}]
)")
                                   .c_str());
}

// Alone the daemon is a fair cycle, and b is left in it; with a, which may miss
// each count, it is part of a larger one.
TEST(fair_cycle, a_daemon_s_cycle_counts_within_a_larger_one) {
  STRCMP_EQUAL("livelock a\nlivelock b\n", found(R"(
objects: {m: mutex, x: int, c: completion}
threads:
  d: {daemon: true, steps: [{mutex_lock: m}, {while: x == 0, do: [{complete: c}, {try_wait_for_completion: c}]}, {mutex_unlock: m}]}
  a: [{while: x == 0, do: [{wait_for_completion: c}, {complete: c}]}]
  b: [{mutex_lock: m}, {mutex_unlock: m}]
)")
                                               .c_str());
}

TEST(fair_cycle, who_waits_for_a_lock_that_becomes_free_again_gets_it) {
  for (const char* lock :
       {"mutex_lock: m}, {mutex_unlock: m", "spin_lock: s}, {spin_unlock: s",
        "down: n}, {up: n", "down_write: r}, {up_write: r"}) {
    const std::string text =
        "objects: {m: mutex, s: spinlock_t, n: semaphore, r: rw_semaphore, "
        "x: int}\nthreads:\n  poll: [{while: x == 0, do: [{" +
        std::string(lock) + "}]}]\n  set: [{" + lock + "}, {set: {x: 1}}]\n";
    STRCMP_EQUAL("", found(text).c_str());
  }
}

TEST(fair_cycle, a_trylock_is_no_place_in_a_line) {
  STRCMP_EQUAL("livelock poll\nlivelock set\n", found(R"(
objects: {m: mutex, x: int}
threads:
  poll: [{while: x == 0, do: [{mutex_lock: m}, {mutex_unlock: m}]}]
  set: [{mutex_trylock: m, into: got, label: again}, {goto: again, when: "!got"}, {mutex_unlock: m}, {set: {x: 1}}]
)")
                                                    .c_str());
}

TEST(fair_cycle, a_handler_comes_when_interrupts_are_on_now_and_then) {
  STRCMP_EQUAL("", found(R"(
objects: {x: int}
threads:
  poll: {cpu: 0, steps: [{while: x == 0, do: [local_irq_disable, local_irq_enable]}]}
  irq: {context: hardirq, cpu: 0, steps: [{set: {x: 1}}]}
)")
                       .c_str());
}

TEST(fair_cycle, behind_a_misuse_or_a_limit_there_is_none) {
  STRCMP_EQUAL("misuse unlock-not-held @2\n", found(R"(
objects: {m: mutex, x: int}
threads:
  a: [{while: x == 0, do: [nop]}]
  b: [{mutex_unlock: m}, {set: {x: 1}}]
)")
                                                  .c_str());
}
