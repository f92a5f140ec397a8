#include "spec/semantics/rcu.h"

#include "explorer/check/deadlock.h"
#include "explorer/check/wording.h"
#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;
using Ends = std::set<std::string>;
using Names = std::vector<std::string>;

namespace {

// A reader and an updater. The reader must not see the object gone.
std::string pair(const std::string& reader, const std::string& updater,
                 const std::string& config = "") {
  return "scenario: s\n" + config +
         "objects: {l: spinlock_t, m: mutex, x: int, gone: int}\nthreads:\n"
         "  r: [" +
         reader + "]\n  u: [" + updater + "]\n";
}

const char* const kLook =
    "{read: x, into: p}, {assert: \"p == 1 || gone == 0\"}";
const char* const kRemove = "{set: {x: 1}}, synchronize_rcu, {set: {gone: 1}}";

std::string section(const std::string& begin, const std::string& end) {
  return begin + ", " + kLook + ", " + end;
}

}  // namespace

TEST_GROUP(rcu){};

TEST(rcu, an_updater_waits_for_the_readers_it_finds) {
  CHECK(ends(pair(section("rcu_read_lock", "rcu_read_unlock"), kRemove)) ==
        (Ends{"done x=1 gone=1"}));
}

TEST(rcu, without_a_section_the_reader_is_overtaken) {
  CHECK(ends(pair(kLook, kRemove)) == (Ends{"assertion r", "done x=1 gone=1"}));
}

TEST(rcu, an_updater_does_not_wait_for_later_readers) {
  Drive d(
      pair("rcu_read_lock, rcu_read_unlock, rcu_read_lock, "
           "rcu_read_unlock",
           "synchronize_rcu"));
  d.step("r");
  d.step("u");
  STRCMP_EQUAL("blocked", d.step("u").c_str());
  d.step("r");
  d.step("r");
  STRCMP_EQUAL("finished", d.run("u").c_str());
}

TEST(rcu, inner_sections_end_nothing) {
  Drive d(
      pair("rcu_read_lock, rcu_read_lock, rcu_read_unlock, "
           "rcu_read_unlock",
           "synchronize_rcu"));
  d.step("r");
  d.step("r");
  d.step("r");
  STRCMP_EQUAL("blocked", d.run("u").c_str());
  d.step("r");
  STRCMP_EQUAL("finished", d.run("u").c_str());
}

TEST(rcu, whatever_keeps_a_task_on_its_cpu_reads) {
  for (const auto& [begin, end] :
       {std::pair{"rcu_read_lock_bh", "rcu_read_unlock_bh"},
        {"rcu_read_lock_sched", "rcu_read_unlock_sched"},
        {"preempt_disable", "preempt_enable"},
        {"local_bh_disable", "local_bh_enable"},
        {"local_irq_disable", "local_irq_enable"},
        {"{spin_lock: l}", "{spin_unlock: l}"}})
    CHECK(ends(pair(section(begin, end), kRemove)) ==
          (Ends{"done x=1 gone=1"}));
}

TEST(rcu, an_interrupt_reads_from_its_beginning_to_its_end) {
  CHECK(ends(R"(
scenario: s
objects: {t: {type: timer_list, function: f}, x: int, gone: int}
functions: {f: [{read: x, into: p}, {assert: "p == 1 || gone == 0"}]}
threads: {u: [{mod_timer: t}, {set: {x: 1}}, synchronize_rcu, {set: {gone: 1}}]}
)") == (Ends{"done x=1 gone=1"}));
}

TEST(rcu, a_reader_may_not_sleep) {
  CHECK(ends(pair("rcu_read_lock, {mutex_lock: m}", "nop")) ==
        (Ends{"misuse sleep-in-atomic r"}));
  CHECK(ends(pair("rcu_read_lock, synchronize_rcu", "nop")) ==
        (Ends{"misuse sleep-in-atomic r"}));
}

TEST(rcu, a_section_is_atomic_context_only_without_preemption_in_it) {
  const std::string reader =
      "rcu_read_lock, {dma_fence_begin_signalling: ~, into: c}, {set: {x: c}}, "
      "{dma_fence_end_signalling: c}, rcu_read_unlock";
  CHECK(ends(pair(reader, "nop")) == (Ends{"done x=0 gone=0"}));
  CHECK(ends(pair(reader, "nop", "config: {preempt_rcu: false}\n")) ==
        (Ends{"done x=1 gone=0"}));
}

TEST(rcu, ending_a_section_that_is_not_open_is_a_misuse) {
  for (const char* end :
       {"rcu_read_unlock", "rcu_read_unlock_bh", "rcu_read_unlock_sched"})
    CHECK(ends(pair(end, "nop")) == (Ends{"misuse unlock-not-held r"}));
}

TEST(rcu, a_section_left_open_at_the_end_is_a_misuse) {
  CHECK(ends(pair("rcu_read_lock", "nop")) ==
        (Ends{"misuse lock-held-at-exit r"}));
}

TEST(rcu, a_reader_that_spins_holds_the_grace_period_up) {
  Drive d(R"(
scenario: s
objects: {l: spinlock_t}
threads:
  r: [rcu_read_lock, {spin_lock: l}, {spin_unlock: l}, rcu_read_unlock]
  h: [{spin_lock: l}, {spin_unlock: l}]
  u: [synchronize_rcu]
)");
  d.step("h");
  d.run("r");
  STRCMP_EQUAL("blocked", d.run("u").c_str());
  CHECK(d.effect().want.kind == picket::Want::Kind::readers);
}

TEST(rcu, who_waits_for_the_end_of_a_reader_says_so) {
  Drive d(pair("rcu_read_lock, rcu_read_unlock", "synchronize_rcu"));
  d.step("r");
  d.run("u");
  const auto end = picket::analyse_end(d.program(), d.state());
  CHECK((end.waiters[1].waits_on ==
         std::vector<picket::ContextId>{d.thread("r")}));
  STRCMP_EQUAL(
      "a grace period of RCU, held up by r, a reader",
      picket::waits_for(d.program(), d.state(), end.waiters[1]).c_str());
}

TEST(rcu, steps_that_do_not_touch_the_same_commute) {
  for (const char* reader :
       {"rcu_read_lock, {read: x, into: p}, rcu_read_unlock",
        "{spin_lock_irq: l}, {set: {x: 2}}, {spin_unlock_irq: l}",
        "rcu_read_lock, rcu_read_lock_bh, rcu_read_unlock, rcu_read_unlock_bh"})
    STRCMP_EQUAL(
        "",
        broken_independence(
            "scenario: s\nobjects: {l: spinlock_t, x: int}\nthreads:\n  r: [" +
            std::string(reader) + "]\n  s: [" + reader +
            "]\n  u: [synchronize_rcu, {set: {x: 1}}]\n")
            .c_str());
}
