// The behaviour of spec/semantics/ww_mutex.cc, driven thread by thread.
#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;

namespace {

using Ends = std::set<std::string>;

const char* kDeadlock = "= -35";
const char* kAlready = "= -114";
const char* kMisuse = "misuse ww-misuse";

std::string objects(const std::string& algorithm) {
  const std::string a = ", algorithm: " + algorithm + "}";
  std::string text = "scenario: s\nobjects:\n";
  for (const char* lock : {"a", "b", "e"})
    text += std::string("  ") + lock + ": {type: ww_mutex" + a + "\n";
  for (const char* ctx : {"c", "d", "f"})
    text += std::string("  ") + ctx + ": {type: ww_acquire_ctx" + a + "\n";
  return text + "  x: int\n";
}

// `old` begins first, then `young`; each takes its own lock, then the other's.
std::string abba(const std::string& algorithm) {
  return objects(algorithm) + R"(
threads:
  old: [{ww_acquire_init: c}, {ww_mutex_lock: {lock: a, ctx: c}}, {ww_mutex_lock: {lock: b, ctx: c}}, {ww_mutex_lock: {lock: e, ctx: c}}, might_sleep]
  young: [{ww_acquire_init: d}, {ww_mutex_lock: {lock: b, ctx: d}}, {ww_mutex_lock: {lock: a, ctx: d}}, {ww_mutex_unlock: b}, {ww_mutex_lock_slow: {lock: a, ctx: d}}, might_sleep]
)";
}

std::string alone(const std::string& steps) {
  Drive d(objects("wait-die") + "threads:\n  t: " + steps + "\n");
  return d.run("t");
}

// One after the other, as often as named.
void advance(Drive& d, std::initializer_list<const char*> threads) {
  for (const char* t : threads) STRCMP_EQUAL("stepped", d.step(t).c_str());
}

}  // namespace

TEST_GROUP(ww_mutex){};

TEST(ww_mutex, wait_die_a_younger_transaction_with_a_lock_dies) {
  Drive d(abba("wait-die"));
  advance(d, {"old", "young", "old", "young"});
  STRCMP_EQUAL(kDeadlock, d.step("young").c_str());
}

TEST(ww_mutex, wait_die_an_older_transaction_waits) {
  Drive d(abba("wait-die"));
  advance(d, {"old", "young", "old", "young", "old"});
  CHECK(!d.effect().happens);
  STRCMP_EQUAL("blocked", d.step("old").c_str());
  CHECK(d.effect().want.object == d.object("b"));
  STRCMP_EQUAL(kDeadlock, d.step("young").c_str());
  advance(d, {"young"});                             // unlocks b
  STRCMP_EQUAL("stepped", d.step("old").c_str());    // gets b
  STRCMP_EQUAL("stepped", d.step("young").c_str());  // lock_slow a: queues
  STRCMP_EQUAL("blocked", d.step("young").c_str());
}

TEST(ww_mutex, wait_die_a_younger_waiter_with_a_lock_dies_for_an_older_one) {
  Drive d(objects("wait-die") + R"(
threads:
  plain: [{ww_mutex_lock: a}, might_sleep]
  old: [{ww_acquire_init: c}, {ww_mutex_lock: {lock: a, ctx: c}}, might_sleep]
  young: [{ww_acquire_init: d}, {ww_mutex_lock: {lock: b, ctx: d}}, {ww_mutex_lock: {lock: a, ctx: d}}, might_sleep]
)");
  advance(d, {"plain", "old", "young", "young", "young"});
  STRCMP_EQUAL("blocked", d.step("young").c_str());
  advance(d, {"old"});
  STRCMP_EQUAL(kDeadlock, d.step("young").c_str());
}

TEST(ww_mutex, wait_die_behind_an_older_waiter_one_dies_at_once) {
  Drive d(objects("wait-die") + R"(
threads:
  plain: [{ww_mutex_lock: a}, might_sleep]
  old: [{ww_acquire_init: c}, {ww_mutex_lock: {lock: a, ctx: c}}, might_sleep]
  young: [{ww_acquire_init: d}, {ww_mutex_lock: {lock: b, ctx: d}}, {ww_mutex_lock: {lock: a, ctx: d}}, might_sleep]
)");
  advance(d, {"plain", "old", "young", "young", "old"});
  STRCMP_EQUAL(kDeadlock, d.step("young").c_str());
}

TEST(ww_mutex, wait_die_a_waiter_dies_when_an_older_one_takes_the_lock) {
  Drive d(objects("wait-die") + R"(
threads:
  plain: [{ww_mutex_lock: a}, {ww_mutex_unlock: a}, might_sleep]
  old: [{ww_acquire_init: c}, {ww_mutex_trylock: {lock: a, ctx: c}, into: r}, might_sleep]
  young: [{ww_acquire_init: d}, {ww_mutex_lock: {lock: b, ctx: d}}, {ww_mutex_lock: {lock: a, ctx: d}}, might_sleep]
)");
  advance(d, {"plain", "old", "young", "young", "young", "plain"});
  STRCMP_EQUAL("= 1", d.step("old").c_str());
  STRCMP_EQUAL(kDeadlock, d.step("young").c_str());
}

TEST(ww_mutex, wound_wait_an_older_transaction_wounds_the_holder) {
  Drive d(abba("wound-wait"));
  advance(d, {"old", "young", "old", "young", "old"});
  STRCMP_EQUAL("blocked", d.step("old").c_str());
  STRCMP_EQUAL(kDeadlock, d.step("young").c_str());
  advance(d, {"young", "old"});
}

TEST(ww_mutex, wound_wait_a_wounded_waiter_dies) {
  Drive d(abba("wound-wait"));
  advance(d, {"old", "young", "old", "young", "young"});
  STRCMP_EQUAL("blocked", d.step("young").c_str());
  advance(d, {"old"});
  STRCMP_EQUAL(kDeadlock, d.step("young").c_str());
}

TEST(ww_mutex, wound_wait_a_wounded_transaction_still_takes_a_free_lock) {
  Drive d(objects("wound-wait") + R"(
threads:
  old: [{ww_acquire_init: c}, {ww_mutex_lock: {lock: a, ctx: c}}, {ww_mutex_lock: {lock: b, ctx: c}}, might_sleep]
  young: [{ww_acquire_init: d}, {ww_mutex_lock: {lock: b, ctx: d}}, {ww_mutex_lock: {lock: e, ctx: d}}, might_sleep]
)");
  advance(d, {"old", "young", "old", "young", "old"});
  STRCMP_EQUAL("stepped", d.step("young").c_str());
  CHECK(d.effect().happens);
}

TEST(ww_mutex, wound_wait_one_that_holds_nothing_wounds_nobody) {
  Drive d(objects("wound-wait") + R"(
threads:
  old: [{ww_acquire_init: c}, {ww_mutex_lock: {lock: b, ctx: c}}, might_sleep]
  young: [{ww_acquire_init: d}, {ww_mutex_lock: {lock: b, ctx: d}}, {ww_mutex_lock: {lock: e, ctx: d}}, might_sleep]
  plain: [{ww_mutex_lock: e}, might_sleep]
)");
  advance(d, {"old", "young", "young", "plain"});
  STRCMP_EQUAL("blocked", d.step("old").c_str());
  STRCMP_EQUAL("stepped", d.step("young").c_str());
  STRCMP_EQUAL("blocked", d.step("young").c_str());
}

TEST(ww_mutex, wound_wait_who_overtakes_an_older_waiter_is_wounded) {
  Drive d(objects("wound-wait") + R"(
threads:
  plain: [{ww_mutex_lock: a}, {ww_mutex_lock: e}, {ww_mutex_unlock: a}, might_sleep]
  old: [{ww_acquire_init: c}, {ww_mutex_lock: {lock: b, ctx: c}}, {ww_mutex_lock: {lock: a, ctx: c}}, might_sleep]
  young: [{ww_acquire_init: d}, {ww_mutex_lock: {lock: a, ctx: d}}, {ww_mutex_lock: {lock: e, ctx: d}}, might_sleep]
)");
  advance(d, {"plain", "plain", "old", "old", "old", "young", "plain"});
  advance(d, {"young"});  // takes a in front of old
  STRCMP_EQUAL(kDeadlock, d.step("young").c_str());
}

TEST(ww_mutex, the_wound_is_forgotten_with_the_last_lock) {
  Drive d(objects("wound-wait") + R"(
threads:
  plain: [{ww_mutex_lock: e}, might_sleep]
  old: [{ww_acquire_init: c}, {ww_mutex_lock: {lock: a, ctx: c}}, {ww_mutex_lock: {lock: b, ctx: c}}, might_sleep]
  young: [{ww_acquire_init: d}, {ww_mutex_lock: {lock: b, ctx: d}}, {ww_mutex_unlock: b}, {ww_mutex_lock: {lock: e, ctx: d}}, might_sleep]
)");
  advance(d, {"plain", "old", "young", "old", "young", "old", "young"});
  STRCMP_EQUAL("blocked", d.step("young").c_str());
}

TEST(ww_mutex, a_lock_that_the_transaction_holds_is_already_taken) {
  STRCMP_EQUAL("finished",
               alone("[{ww_acquire_init: c}, {ww_mutex_lock: {lock: a, ctx: "
                     "c}, into: r}, {assert: r == 0}, {ww_mutex_lock: {lock: "
                     "a, ctx: c}, into: r}, {assert: r == -EALREADY}, "
                     "{ww_mutex_trylock: {lock: a, ctx: c}, into: r}, {assert: "
                     "r == 0}, {ww_mutex_unlock: a}, {ww_acquire_done: c}, "
                     "{ww_acquire_fini: c}]")
                   .c_str());
  Drive d(objects("wait-die") +
          "threads: {t: [{ww_acquire_init: c}, {ww_mutex_lock: {lock: a, ctx: "
          "c}}, {ww_mutex_lock: {lock: a, ctx: c}, into: r}, might_sleep]}\n");
  advance(d, {"t", "t"});
  STRCMP_EQUAL(kAlready, d.step("t").c_str());
}

TEST(ww_mutex, without_a_transaction_it_is_a_mutex) {
  STRCMP_EQUAL("misuse recursive-lock",
               alone("[{ww_mutex_lock: a}, {ww_mutex_lock: a}]").c_str());
  CHECK(ends(objects("wait-die") + R"(
threads:
  one: [{ww_mutex_lock: a}, {ww_mutex_lock: b}, {ww_mutex_unlock: b}, {ww_mutex_unlock: a}]
  two: [{ww_mutex_lock: b}, {ww_mutex_lock: a}, {ww_mutex_unlock: a}, {ww_mutex_unlock: b}]
)") == (Ends{"done x=0", "stuck one two x=0"}));
}

TEST(ww_mutex, a_transaction_never_backs_off_for_a_holder_without_one) {
  Drive d(objects("wait-die") + R"(
threads:
  plain: [{ww_mutex_lock: a}, might_sleep]
  t: [{ww_acquire_init: c}, {ww_mutex_lock: {lock: b, ctx: c}}, {ww_mutex_lock: {lock: a, ctx: c}}, might_sleep]
)");
  advance(d, {"plain", "t", "t", "t"});
  STRCMP_EQUAL("blocked", d.step("t").c_str());
}

TEST(ww_mutex, a_second_transaction_of_the_same_task_may_die) {
  Drive d(objects("wait-die") +
          "threads: {t: [{ww_acquire_init: c}, {ww_acquire_init: d}, "
          "{ww_mutex_lock: {lock: a, ctx: c}}, {ww_mutex_lock: {lock: b, ctx: "
          "d}}, {ww_mutex_lock: {lock: a, ctx: d}, into: r}, might_sleep]}\n");
  advance(d, {"t", "t", "t", "t"});
  STRCMP_EQUAL(kDeadlock, d.step("t").c_str());
  STRCMP_EQUAL("misuse recursive-lock",
               alone("[{ww_acquire_init: c}, {ww_acquire_init: d}, "
                     "{ww_mutex_lock: {lock: a, ctx: d}}, {ww_mutex_lock: "
                     "{lock: a, ctx: c}}]")
                   .c_str());
}

TEST(ww_mutex, a_signal_interrupts_a_wait_but_not_a_free_lock) {
  const std::string threads = R"(
threads:
  holder: [{ww_mutex_lock: a}, might_sleep]
  t: [{ww_acquire_init: c}, {ww_mutex_lock_interruptible: {lock: b, ctx: c}}, {ww_mutex_lock_interruptible: {lock: a, ctx: c}, into: r}, might_sleep]
  sender: [{signal_pending: t}]
)";
  for (const char* algorithm : {"wait-die", "wound-wait"}) {
    Drive d(objects(algorithm) + threads);
    advance(d, {"holder", "t", "sender", "t"});
    STRCMP_EQUAL("= -4", d.step("t").c_str());
    Drive late(objects(algorithm) + threads);
    advance(late, {"holder", "t", "t", "t"});
    STRCMP_EQUAL("blocked", late.step("t").c_str());
    CHECK(late.effect().want.bounded);
    advance(late, {"sender"});
    STRCMP_EQUAL("= -4", late.step("t").c_str());
  }
}

TEST(ww_mutex, the_protocol_is_checked) {
  const std::string init = "[{ww_acquire_init: c}, ";
  const std::string take = "{ww_mutex_lock: {lock: a, ctx: c}}";
  STRCMP_EQUAL(kMisuse, alone("[" + take + "]").c_str());
  STRCMP_EQUAL(kMisuse,
               alone(init + "{ww_acquire_done: c}, " + take + "]").c_str());
  STRCMP_EQUAL(kMisuse, alone(init + "{ww_acquire_done: c}, "
                                     "{ww_acquire_done: c}]")
                            .c_str());
  STRCMP_EQUAL(kMisuse, alone(init + take + ", {ww_acquire_fini: c}]").c_str());
  STRCMP_EQUAL(kMisuse, alone(init + "{ww_acquire_fini: c}, "
                                     "{ww_acquire_fini: c}]")
                            .c_str());
  STRCMP_EQUAL(kMisuse, alone(init + "{ww_acquire_init: c}]").c_str());
  STRCMP_EQUAL(
      kMisuse,
      alone(init + "{ww_mutex_lock_slow: {lock: a, ctx: c}}]").c_str());
  STRCMP_EQUAL("misuse unlock-not-held", alone(init + take +
                                               ", {ww_mutex_unlock: a}, "
                                               "{ww_mutex_unlock: a}]")
                                             .c_str());
  STRCMP_EQUAL("misuse lock-held-at-exit", alone(init + take + "]").c_str());
  STRCMP_EQUAL("misuse sleep-in-atomic",
               alone(init + "preempt_disable, " + take + "]").c_str());
}

TEST(ww_mutex, a_lock_of_another_class_is_a_misuse) {
  Drive d(R"(
scenario: s
objects:
  a: {type: ww_mutex, class: one}
  c: {type: ww_acquire_ctx, class: two}
threads: {t: [{ww_acquire_init: c}, {ww_mutex_lock: {lock: a, ctx: c}}]}
)");
  STRCMP_EQUAL(kMisuse, d.run("t").c_str());
}

TEST(ww_mutex, a_transaction_belongs_to_the_thread_that_began_it) {
  Drive d(objects("wait-die") +
          "threads: {t: [{ww_acquire_init: c}], u: [{ww_mutex_lock: {lock: a, "
          "ctx: c}}]}\n");
  d.step("t");
  STRCMP_EQUAL(kMisuse, d.step("u").c_str());
}

TEST(ww_mutex, after_edeadlk_the_contended_lock_comes_first_and_alone) {
  const auto after = [](const std::string& steps) {
    Drive d(objects("wait-die") + R"(
threads:
  old: [{ww_acquire_init: c}, {ww_mutex_lock: {lock: a, ctx: c}}, {ww_mutex_unlock: a}, might_sleep]
  young: [{ww_acquire_init: d}, {ww_mutex_lock: {lock: b, ctx: d}}, {ww_mutex_lock: {lock: a, ctx: d}, into: r}, )" +
            steps + "]\n");
    advance(d, {"old", "old", "young", "young"});
    STRCMP_EQUAL(kDeadlock, d.step("young").c_str());
    d.step("old");
    return d.run("young");
  };
  const std::string unlock = "{ww_mutex_unlock: b}, ";
  const std::string close = ", {ww_mutex_unlock: a}, {ww_acquire_fini: d}";
  STRCMP_EQUAL("finished",
               after(unlock + "{ww_mutex_lock_slow: {lock: a, ctx: d}}" + close)
                   .c_str());
  STRCMP_EQUAL(
      "finished",
      after(unlock + "{ww_mutex_lock: {lock: a, ctx: d}}" + close).c_str());
  STRCMP_EQUAL(kMisuse, after("{ww_mutex_lock: {lock: a, ctx: d}}").c_str());
  STRCMP_EQUAL(kMisuse,
               after("{ww_mutex_lock_slow: {lock: a, ctx: d}}").c_str());
  STRCMP_EQUAL(kMisuse, after("{ww_mutex_lock: {lock: e, ctx: d}}").c_str());
  STRCMP_EQUAL(kMisuse,
               after(unlock + "{ww_mutex_lock: {lock: e, ctx: d}}").c_str());
  STRCMP_EQUAL(
      kMisuse,
      after(unlock + "{ww_mutex_trylock: {lock: e, ctx: d}, into: r}").c_str());
  STRCMP_EQUAL("finished", after(unlock + "{ww_acquire_fini: d}").c_str());
}

TEST(ww_mutex, an_edeadlk_can_be_injected_where_a_second_lock_was_taken) {
  const std::string text =
      "scenario: s\nconfig: {debug_ww_slowpath: true}\n" +
      objects("wait-die").substr(std::string("scenario: s\n").size()) + R"(
threads:
  t: [{ww_acquire_init: c}, {ww_mutex_lock: {lock: a, ctx: c}}, {ww_mutex_lock: {lock: b, ctx: c}, into: r}, {set: {x: r}}, {ww_mutex_unlock: a}, {if: r == 0, then: [{ww_mutex_unlock: b}]}, {ww_acquire_fini: c}]
)";
  CHECK(ends(text) == (Ends{"done x=-35", "done x=0"}));
  Drive d(text);
  advance(d, {"t"});
  STRCMP_EQUAL("blocked", d.step("t", 1).c_str());  // holds nothing yet
  advance(d, {"t"});
  STRCMP_EQUAL("stepped", d.step("t", 1).c_str());
  CHECK(!d.effect().happens);
  STRCMP_EQUAL(kDeadlock, d.step("t").c_str());
}

TEST(ww_mutex, a_dma_resv_is_one) {
  CHECK(ends(R"(
scenario: s
objects: {a: dma_resv, b: dma_resv, c: {type: ww_acquire_ctx, class: reservation_ww_class}, d: {type: ww_acquire_ctx, class: reservation_ww_class}}
functions:
  back_off: [nop]
threads:
  one: [{ww_acquire_init: c}, {dma_resv_lock: {lock: a, ctx: c}}, {dma_resv_lock: {lock: b, ctx: c}, into: r}, {while: r == -EDEADLK, do: [{dma_resv_unlock: a}, {dma_resv_lock_slow: {lock: b, ctx: c}}, {dma_resv_lock: {lock: a, ctx: c}, into: r}, {if: r == -EDEADLK, then: [{dma_resv_unlock: b}, {dma_resv_lock_slow: {lock: a, ctx: c}}, {dma_resv_lock: {lock: b, ctx: c}, into: r}]}]}, {dma_resv_unlock: a}, {dma_resv_unlock: b}, {ww_acquire_fini: c}]
  two: [{ww_acquire_init: d}, {dma_resv_lock: {lock: b, ctx: d}}, {dma_resv_lock: {lock: a, ctx: d}, into: r}, {while: r == -EDEADLK, do: [{dma_resv_unlock: b}, {dma_resv_lock_slow: {lock: a, ctx: d}}, {dma_resv_lock: {lock: b, ctx: d}, into: r}, {if: r == -EDEADLK, then: [{dma_resv_unlock: a}, {dma_resv_lock_slow: {lock: b, ctx: d}}, {dma_resv_lock: {lock: a, ctx: d}, into: r}]}]}, {dma_resv_unlock: a}, {dma_resv_unlock: b}, {ww_acquire_fini: d}]
)") == (Ends{"done"}));
}

TEST(ww_mutex, independent_transitions_commute) {
  for (const char* algorithm : {"wait-die", "wound-wait"})
    STRCMP_EQUAL("", broken_independence(objects(algorithm) + R"(
threads:
  old: [{ww_acquire_init: c}, {ww_mutex_lock: {lock: a, ctx: c}}, {ww_mutex_lock: {lock: b, ctx: c}, into: r}, {when: r == 0, ww_mutex_unlock: b}, {ww_mutex_unlock: a}, {ww_acquire_fini: c}]
  young: [{ww_acquire_init: d}, {ww_mutex_lock: {lock: b, ctx: d}}, {ww_mutex_lock_interruptible: {lock: e, ctx: d}, into: r}, {when: r == 0, ww_mutex_unlock: e}, {ww_mutex_unlock: b}, {ww_acquire_fini: d}]
  third: [{ww_acquire_init: f}, {ww_mutex_lock: {lock: e, ctx: f}}, {ww_mutex_lock: {lock: a, ctx: f}, into: r}, {when: r == 0, ww_mutex_unlock: a}, {ww_mutex_unlock: e}, {ww_acquire_fini: f}]
  tries: [{ww_mutex_trylock: a, into: r}, {when: r == 1, ww_mutex_unlock: a}, {signal_pending: young}]
)")
                         .c_str());
}
