// The behaviour of spec/semantics/preempt_rt.cc, and what becomes of the other
// primitives with `config: preempt_rt`.
#include "tests/support/drive.h"
#include "tests/support/ends.h"

#include <CppUTest/TestHarness.h>

using picket::test::broken_independence;
using picket::test::Drive;
using picket::test::ends;

using Ends = std::set<std::string>;

namespace {

const char* kObjects =
    "config: {preempt_rt: true}\n"
    "objects: {l: spinlock_t, k: spinlock_t, raw: raw_spinlock_t, rw: "
    "rwlock_t, sem: rw_semaphore, ll: local_lock_t, m: mutex, c: completion, "
    "f: dma_fence, q: wait_queue_head, s: swait_queue_head, t: {type: "
    "timer_list, function: tick}, i: {type: irq_work, function: later}, x: "
    "int, seen: int}\n"
    "functions: {tick: [{set: {x: 1}}, {set: {x: 2}}], later: [{set: {x: 1}}, "
    "{set: {x: 2}}]}\n";

std::string thread(const std::string& name, const std::string& how,
                   const std::string& steps) {
  return "  " + name + ": {" + how + (how.empty() ? "" : ", ") +
         "steps: " + steps + "}\n";
}

std::string scenario(const std::string& threads) {
  return std::string("scenario: s\n") + kObjects + "threads:\n" + threads;
}

// What becomes of a thread that is alone.
std::string alone(const std::string& steps, const std::string& how = "") {
  Drive d(scenario(thread("a", how, steps)));
  return d.run("a");
}

// While `steps` of one thread are under way x is 1: can the other one of its
// CPU run then?
bool meets(const std::string& how, const std::string& steps,
           const std::string& other) {
  const std::string yaml =
      scenario(thread("one", "cpu: 0, " + how, steps) +
               thread("two", "cpu: 0, " + other,
                      "[{if: x == 1, then: [{set: {seen: 1}}]}]"));
  for (const std::string& end : ends(yaml))
    if (end.find("seen=1") != end.npos) return true;
  return false;
}

std::string during(const std::string& before, const std::string& after) {
  return "[" + before + ", {set: {x: 1}}, {set: {x: 0}}, " + after + "]";
}

const char* kTask = "context: task";
const char* kHandler = "context: hardirq";
const char* kRaw = "context: hardirq, threaded: false";
const char* kSoftirq = "context: softirq";
const char* kBad = "misuse sleep-in-atomic";

}  // namespace

TEST_GROUP(preempt_rt){};

TEST(preempt_rt, a_spinlock_leaves_preemption_and_interrupts_on) {
  CHECK(meets(kTask, during("{spin_lock: l}", "{spin_unlock: l}"), kTask));
  CHECK(
      meets(kTask, during("{spin_lock_irq: l}", "{spin_unlock_irq: l}"), kRaw));
  CHECK(meets(kTask,
              during("{spin_lock_irqsave: l}", "{spin_unlock_irqrestore: l}"),
              kRaw));
  CHECK(meets(kTask, during("{read_lock: rw}", "{read_unlock: rw}"), kTask));
}

TEST(preempt_rt, a_raw_spinlock_stays_what_it_is) {
  CHECK_FALSE(meets(
      kTask, during("{raw_spin_lock: raw}", "{raw_spin_unlock: raw}"), kTask));
  CHECK_FALSE(meets(
      kTask, during("{raw_spin_lock_irq: raw}", "{raw_spin_unlock_irq: raw}"),
      kRaw));
}

TEST(preempt_rt, a_spinlock_is_not_taken_in_atomic_context) {
  STRCMP_EQUAL(kBad, alone("[preempt_disable, {spin_lock: l}]").c_str());
  STRCMP_EQUAL(kBad, alone("[local_irq_disable, {spin_lock: l}]").c_str());
  STRCMP_EQUAL(kBad, alone("[{raw_spin_lock: raw}, {spin_lock: l}]").c_str());
  STRCMP_EQUAL(kBad, alone("[{raw_spin_lock: raw}, {read_lock: rw}]").c_str());
  STRCMP_EQUAL(kBad, alone("[preempt_disable, {local_lock: ll}]").c_str());
  STRCMP_EQUAL(kBad, alone("[{spin_lock: l}, {spin_unlock: l}]", kRaw).c_str());
}

TEST(preempt_rt, a_reader_of_rcu_and_bottom_halves_off_may_take_one) {
  STRCMP_EQUAL("finished",
               alone("[rcu_read_lock, {spin_lock: l}, {spin_unlock: l}, "
                     "rcu_read_unlock]")
                   .c_str());
  STRCMP_EQUAL("finished",
               alone("[local_bh_disable, {spin_lock: l}, {spin_unlock: l}, "
                     "local_bh_enable]")
                   .c_str());
  STRCMP_EQUAL("finished",
               alone("[{spin_lock: l}, {spin_lock_bh: k}, {spin_unlock_bh: k}, "
                     "{spin_unlock: l}]")
                   .c_str());
}

TEST(preempt_rt, the_holder_of_a_spinlock_must_not_sleep_on_anything_else) {
  STRCMP_EQUAL(kBad, alone("[{spin_lock: l}, {mutex_lock: m}]").c_str());
  STRCMP_EQUAL(kBad, alone("[{read_lock: rw}, might_sleep]").c_str());
  STRCMP_EQUAL(kBad, alone("[{local_lock: ll}, might_sleep]").c_str());
  STRCMP_EQUAL(kBad, alone("[local_bh_disable, might_sleep]").c_str());
  STRCMP_EQUAL("finished",
               alone("[{spin_lock: l}, {spin_unlock: l}, {spin_lock_bh: l}, "
                     "{spin_unlock_bh: l}, might_sleep]")
                   .c_str());
}

TEST(preempt_rt, who_holds_a_spinlock_is_a_reader_of_rcu) {
  CHECK(ends(scenario(thread("a", "",
                             "[{spin_lock: l}, {set: {x: 1}}, "
                             "{set: {x: 2}}, {spin_unlock: l}]") +
                      thread("b", "",
                             "[{if: x == 1, then: [synchronize_rcu, {set: "
                             "{seen: x}}]}]"))) ==
        (Ends{"done x=2 seen=0", "done x=2 seen=2"}));
}

TEST(preempt_rt, a_trylock_is_allowed_anywhere_but_in_a_hardirq) {
  STRCMP_EQUAL("finished",
               alone("[preempt_disable, {spin_trylock: l}, {spin_unlock: l}, "
                     "preempt_enable]")
                   .c_str());
  STRCMP_EQUAL("misuse wrong-context",
               alone("[{spin_trylock: l}]", kRaw).c_str());
}

TEST(preempt_rt, a_handler_is_a_thread_that_waits_for_the_lock_of_a_task) {
  const auto with = [&](const char* config) {
    std::string yaml =
        scenario(thread("a", "cpu: 0", "[{spin_lock: l}, {spin_unlock: l}]") +
                 thread("b", "cpu: 0, context: hardirq",
                        "[{spin_lock: l}, {spin_unlock: l}]"));
    return ends(yaml.replace(yaml.find("preempt_rt: true"), 16, config));
  };
  CHECK(with("preempt_rt: true") == Ends{"done x=0 seen=0"});
  CHECK(with("preempt_rt: false").count("stuck a b x=0 seen=0") == 1);
}

TEST(preempt_rt, a_handler_that_may_not_be_a_thread_interrupts) {
  CHECK_FALSE(meets(kRaw, during("nop", "nop"), kTask));
  CHECK(meets(kHandler, during("nop", "nop"), kTask));
  CHECK(meets(kSoftirq, during("nop", "nop"), kTask));
}

TEST(preempt_rt, handlers_of_a_cpu_run_one_after_the_other) {
  CHECK_FALSE(meets(kHandler, during("nop", "nop"), kHandler));
  CHECK_FALSE(meets(kHandler, during("nop", "nop"), kSoftirq));
  CHECK_FALSE(
      meets(kTask, during("local_bh_disable", "local_bh_enable"), kHandler));
  CHECK_FALSE(
      meets(kTask, during("local_bh_disable", "local_bh_enable"), kSoftirq));
  CHECK(meets(kTask, during("local_bh_disable", "local_bh_enable"), kTask));
}

TEST(preempt_rt, a_handler_may_not_sleep_but_on_spinlocks) {
  STRCMP_EQUAL(kBad, alone("[{mutex_lock: m}]", kHandler).c_str());
  STRCMP_EQUAL("finished",
               alone("[{spin_lock: l}, {spin_unlock: l}]", kHandler).c_str());
  STRCMP_EQUAL("finished",
               alone("[{spin_lock: l}, {spin_unlock: l}]", kSoftirq).c_str());
}

TEST(preempt_rt, bottom_halves_of_a_cpu_have_a_lock) {
  const char* a =
      "[{spin_lock: l}, local_bh_disable, local_bh_enable, {spin_unlock: l}]";
  const char* b = "[{spin_lock_bh: l}, {spin_unlock_bh: l}]";
  CHECK(ends(scenario(thread("a", "cpu: 0", a) + thread("b", "cpu: 0", b))) ==
        (Ends{"done x=0 seen=0", "stuck a b x=0 seen=0"}));
  CHECK(ends(scenario(thread("a", "cpu: 0", a) + thread("b", "cpu: 1", b))) ==
        Ends{"done x=0 seen=0"});
}

TEST(preempt_rt, a_local_lock_is_waited_for_by_others_of_the_cpu) {
  CHECK(meets(kTask, during("{local_lock: ll}", "{local_unlock: ll}"), kTask));
  const char* section = "[{local_lock: ll}, {set: {x: 1}}, {local_unlock: ll}]";
  Drive d(scenario(thread("a", "cpu: 0", section) +
                   thread("b", "cpu: 0", section) +
                   thread("c", "cpu: 1", section)));
  STRCMP_EQUAL("stepped", d.step("a").c_str());
  STRCMP_EQUAL("blocked", d.step("b").c_str());
  STRCMP_EQUAL("finished", d.run("c").c_str());
  STRCMP_EQUAL("finished", d.run("a").c_str());
  STRCMP_EQUAL("finished", d.run("b").c_str());
}

TEST(preempt_rt, readers_get_in_until_the_writer_has_the_lock) {
  const auto nested = [&](const std::string& read, const std::string& write,
                          const std::string& lock, const char* config) {
    const std::string one = "{" + read + "_lock: " + lock + "}";
    std::string yaml = scenario(
        thread("a", "",
               "[" + one + ", " + one + ", {" + read + "_unlock: " + lock +
                   "}, {" + read + "_unlock: " + lock + "}]") +
        thread("b", "",
               "[{" + write + "_lock: " + lock + "}, {" + write +
                   "_unlock: " + lock + "}]"));
    const auto replace = [&](const std::string& from, const std::string& to) {
      for (std::size_t at = 0; (at = yaml.find(from, at)) != yaml.npos;
           at += to.size())
        yaml.replace(at, from.size(), to);
    };
    replace("down_read_lock", "down_read");
    replace("down_read_unlock", "up_read");
    replace("down_write_lock", "down_write");
    replace("down_write_unlock", "up_write");
    replace("preempt_rt: true", config);
    return ends(yaml);
  };
  const Ends fine{"done x=0 seen=0"};
  CHECK(nested("read", "write", "rw", "preempt_rt: true") == fine);
  CHECK(nested("down_read", "down_write", "sem", "preempt_rt: true") == fine);
  CHECK_FALSE(nested("read", "write", "rw", "preempt_rt: false") == fine);
  CHECK_FALSE(nested("down_read", "down_write", "sem", "preempt_rt: false") ==
              fine);
}

TEST(preempt_rt, a_trylock_to_read_fails_while_a_writer_waits) {
  Drive d(scenario(
      thread("a", "", "[{read_lock: rw}, {read_unlock: rw}]") +
      thread("b", "", "[{write_lock: rw}, {write_unlock: rw}]") +
      thread("c", "",
             "[{read_trylock: rw, into: r}, {set: {x: r + 1}}, {if: r == 1, "
             "then: [{read_unlock: rw}]}]")));
  d.step("a");
  d.step("b");
  STRCMP_EQUAL("finished", d.run("c").c_str());
  LONGS_EQUAL(1, d.value("x"));
}

TEST(preempt_rt, a_hardirq_completes_but_wakes_no_queue_and_signals_no_fence) {
  STRCMP_EQUAL("finished", alone("[{complete: c}]", kRaw).c_str());
  STRCMP_EQUAL("finished", alone("[{swake_up_one: s}]", kRaw).c_str());
  STRCMP_EQUAL("misuse wrong-context",
               alone("[{complete_all: c}]", kRaw).c_str());
  STRCMP_EQUAL(kBad, alone("[{wake_up: q}]", kRaw).c_str());
  STRCMP_EQUAL(kBad, alone("[{dma_fence_signal: f}]", kRaw).c_str());
  STRCMP_EQUAL("finished",
               alone("[{complete_all: c}, {wake_up: q}, {dma_fence_signal: f}]",
                     kHandler)
                   .c_str());
}

TEST(preempt_rt, nothing_is_allocated_in_atomic_context) {
  STRCMP_EQUAL(kBad, alone("[preempt_disable, {kmalloc: GFP_ATOMIC}]").c_str());
  STRCMP_EQUAL(kBad, alone("[{kmalloc: GFP_NOWAIT}]", kRaw).c_str());
  STRCMP_EQUAL(
      "finished",
      alone("[{spin_lock: l}, {kmalloc: GFP_ATOMIC}, {spin_unlock: l}]")
          .c_str());
}

TEST(preempt_rt, a_callback_of_a_fence_runs_with_interrupts_on) {
  const std::string yaml =
      "scenario: s\nconfig: {preempt_rt: true}\n"
      "objects: {f: dma_fence, l: spinlock_t, x: int}\n"
      "functions: {done: [{spin_lock: l}, {set: {x: 1}}, {spin_unlock: l}]}\n"
      "threads:\n  a: [{dma_fence_add_callback: {fence: f, cb: done}}, "
      "{dma_fence_signal: f}]\n";
  CHECK(ends(yaml) == Ends{"done x=1"});
}

TEST(preempt_rt, waiting_for_a_timer_needs_preemption) {
  STRCMP_EQUAL(kBad,
               alone("[preempt_disable, {timer_delete_sync: t}]").c_str());
  STRCMP_EQUAL(
      "finished",
      alone("[{spin_lock: l}, {timer_delete_sync: t}, {spin_unlock: l}]")
          .c_str());
}

TEST(preempt_rt, an_irq_work_is_a_thread_that_may_sleep) {
  const std::string yaml =
      "scenario: s\nconfig: {preempt_rt: true}\n"
      "objects: {m: mutex, i: {type: irq_work, function: later}, x: int, y: "
      "int}\n"
      "functions: {later: [{mutex_lock: m}, {set: {x: 1}}, {set: {x: 2}}, "
      "{mutex_unlock: m}]}\n"
      "threads:\n  a: [{irq_work_queue: i}, {mutex_lock: m}, {set: {y: x}}, "
      "{mutex_unlock: m}]\n";
  CHECK(ends(yaml) == (Ends{"done x=2 y=0", "done x=2 y=2"}));
}

TEST(preempt_rt, an_irq_work_has_to_wait_until_its_cpu_is_preemptible) {
  CHECK(ends(scenario(thread("a", "cpu: 0",
                             "[preempt_disable, {irq_work_queue: i}, {set: "
                             "{seen: x}}, preempt_enable]"))) ==
        Ends{"done x=2 seen=0"});
  CHECK(ends(scenario(thread("a", "cpu: 0",
                             "[{irq_work_queue: i}, {set: {seen: x}}]"))) ==
        (Ends{"done x=2 seen=0", "done x=2 seen=1", "done x=2 seen=2"}));
}

TEST(preempt_rt, a_section_begins_under_a_spinlock_too) {
  const auto cookie = [&](const std::string& before, const std::string& after) {
    Drive d(
        scenario(thread("a", "",
                        "[" + before +
                            ", {dma_fence_begin_signalling: ~, into: c0}, "
                            "{set: {x: c0 + 1}}, {dma_fence_end_signalling: "
                            "c0}, " +
                            after + "]")));
    STRCMP_EQUAL("finished", d.run("a").c_str());
    return d.value("x") - 1;
  };
  LONGS_EQUAL(0, cookie("{spin_lock: l}", "{spin_unlock: l}"));
  LONGS_EQUAL(0, cookie("local_bh_disable", "local_bh_enable"));
  LONGS_EQUAL(1, cookie("{raw_spin_lock: raw}", "{raw_spin_unlock: raw}"));
}

TEST(preempt_rt, steps_that_do_not_conflict_commute) {
  const char* a =
      "[{spin_lock: l}, local_bh_disable, {set: {x: 1}}, local_bh_enable, "
      "{spin_unlock: l}]";
  STRCMP_EQUAL("", broken_independence(
                       scenario(thread("a", "cpu: 0", a) +
                                thread("b", "cpu: 0, context: hardirq",
                                       "[{spin_lock_bh: l}, {read: x, into: "
                                       "v}, {spin_unlock_bh: l}]") +
                                thread("c", "cpu: 0",
                                       "[{local_lock: ll}, {irq_work_queue: "
                                       "i}, {local_unlock: ll}]")))
                       .c_str());
}
