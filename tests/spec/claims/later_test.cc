// What a signal may depend on through what runs later and through readers.
#include "spec/claims/closure.h"
#include "spec/yaml/scenario_reader.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

ObjectId object(const Scenario& s, const std::string& name) {
  for (std::size_t i = 0; i < s.objects.size(); ++i)
    if (s.objects[i].name == name) return ObjectId(i);
  return {};
}

// Can f depend on the completion w? `late` is a function that may run later,
// `threads` in flow style.
bool needed(const std::string& late, const std::string& threads,
            const std::string& more = "") {
  const ReadResult read =
      read_scenario_text("x.yaml",
                         "scenario: x\n"
                         "objects:\n"
                         "  f: dma_fence\n"
                         "  w: completion\n"
                         "  sr: srcu_struct\n"
                         "  l: spinlock_t\n"
                         "  x: int\n"
                         "  wq: workqueue_struct\n"
                         "  timer: {type: timer_list, function: late}\n"
                         "  delayed: {type: delayed_work, function: late}\n"
                         "  irq: {type: irq_work, function: late}\n"
                         "  kwork: {type: kthread_work, function: late}\n"
                         "functions:\n"
                         "  late: [" +
                             late + "]\nthreads: {" + threads + "}\n" + more,
                         {});
  for (const Diagnostic& d : read.diagnostics)
    FAIL((d.code + ": " + d.message).c_str());
  const Scenario& s = read.scenarios.front();
  Closure closure(s);
  STRCMP_EQUAL("", closure.not_understood().c_str());
  return closure.reaches(object(s, "f"), object(s, "w"));
}

const std::string kWait = "{wait_for_completion: w}";
const std::string kSignal = "{dma_fence_signal: f}";
const std::string kSpin = "{while: '!done(w)', do: [nop]}";

std::string thread(const std::string& name, const std::string& steps) {
  return name + ": [" + steps + "], ";
}

}  // namespace

TEST_GROUP(ClosureLater){};

TEST(ClosureLater, who_has_nothing_to_do_with_it_is_out_of_the_way) {
  for (const std::string other :
       {"rcu_read_lock, rcu_read_unlock", "synchronize_rcu",
        "{srcu_read_lock: sr}, {srcu_read_unlock: sr}",
        "{synchronize_srcu: sr}", "{call_rcu: late}, rcu_barrier",
        "mmap_read_lock, mmap_read_unlock",
        "{mod_timer: timer}, {timer_delete_sync: timer}",
        "{queue_delayed_work: {wq: wq, work: delayed}}",
        "{irq_work_queue: irq}, {irq_work_sync: irq}",
        "{fs_reclaim_acquire: GFP_KERNEL}, fs_reclaim_release", "might_fault"})
    CHECK_FALSE_TEXT(
        needed("nop", thread("a", kSignal) + thread("b", other + ", " + kWait)),
        other.c_str());
}

TEST(ClosureLater, a_grace_period_needs_what_its_readers_need) {
  const std::string waiter = thread("a", "synchronize_rcu, " + kSignal);
  for (const auto& [begin, end] :
       {std::pair{"rcu_read_lock", "rcu_read_unlock"},
        std::pair{"preempt_disable", "preempt_enable"},
        std::pair{"{spin_lock: l}", "{spin_unlock: l}"},
        std::pair{"{spin_lock_irqsave: l}", "{spin_unlock_irqrestore: l}"}}) {
    const std::string reader = std::string(begin) + ", " + kSpin + ", " + end;
    CHECK_TEXT(needed("nop", waiter + thread("b", reader)), begin);
    CHECK_FALSE_TEXT(
        needed("nop", waiter + thread("b", std::string(begin) + ", " + end +
                                               ", " + kSpin)),
        begin);
  }
}

TEST(ClosureLater, a_reader_inside_of_a_reader_is_still_one) {
  CHECK(needed("nop", thread("a", "synchronize_rcu, " + kSignal) +
                          thread("b",
                                 "rcu_read_lock, rcu_read_lock, "
                                 "rcu_read_unlock, " +
                                     kSpin + ", rcu_read_unlock")));
}

TEST(ClosureLater, readers_of_srcu_may_sleep) {
  CHECK(needed("nop", thread("a", "{synchronize_srcu: sr}, " + kSignal) +
                          thread("b", "{srcu_read_lock: sr}, " + kWait +
                                          ", {srcu_read_unlock: sr}")));
}

TEST(ClosureLater, an_interrupt_is_a_reader) {
  CHECK(needed("nop", thread("a", "synchronize_rcu, " + kSignal) +
                          "b: {context: softirq, steps: [" + kSpin + "]}"));
}

TEST(ClosureLater, a_callback_of_rcu_needs_its_caller_and_the_readers) {
  CHECK(needed(kSignal, thread("a", kWait + ", {call_rcu: late}")));
  CHECK(needed(kSignal, thread("a", "{call_rcu: late}") +
                            thread("b", "rcu_read_lock, " + kSpin +
                                            ", rcu_read_unlock")));
  CHECK_FALSE(
      needed(kSignal, thread("a", "{call_rcu: late}") + thread("b", kWait)));
}

TEST(ClosureLater, what_runs_later_needs_who_sets_it_going) {
  for (const std::string go :
       {"{mod_timer: timer}", "{irq_work_queue: irq}",
        "{queue_delayed_work: {wq: wq, work: delayed}}",
        "{kthread_queue_work: {worker: k, work: kwork}}"}) {
    const std::string k = "k: {context: kthread, daemon: true, steps: [nop]}";
    CHECK_TEXT(needed(kSignal, thread("a", kWait + ", " + go) + k), go.c_str());
    CHECK_FALSE_TEXT(needed(kSignal, thread("a", go + ", " + kWait) + k),
                     go.c_str());
  }
}

TEST(ClosureLater, who_waits_for_its_end_needs_what_it_needs) {
  for (const std::string wait :
       {"{mod_timer: timer}, {timer_delete_sync: timer}",
        "{irq_work_queue: irq}, {irq_work_sync: irq}"})
    CHECK_TEXT(needed(kSpin, thread("a", wait + ", " + kSignal)), wait.c_str());
  CHECK(needed(kWait, thread("a",
                             "{queue_delayed_work: {wq: wq, work: "
                             "delayed}}, {flush_delayed_work: delayed}, " +
                                 kSignal)));
}

TEST(ClosureLater, a_timer_keeps_off_the_cpu_of_who_armed_it) {
  const std::string steps = "[{mod_timer: timer}, " + kSignal + "]";
  CHECK(needed(kSpin, "a: {cpu: 0, steps: " + steps + "}"));
}

TEST(ClosureLater, items_of_a_kthread_wait_for_its_own_function) {
  CHECK(needed(kSignal,
               thread("a", "{kthread_queue_work: {worker: k, work: kwork}}") +
                   "k: {context: kthread, steps: [" + kWait + "]}"));
}

TEST(ClosureLater, who_stops_a_kthread_waits_for_its_end) {
  const std::string stops = thread("a", "{kthread_stop: k}, " + kSignal);
  CHECK(needed("nop", stops + "k: {context: kthread, steps: [" + kWait + "]}"));
}

TEST(ClosureLater, reclaim_runs_only_what_the_gfp_word_allows) {
  const auto with = [](const std::string& gfp, const std::string& needs) {
    return needed(kWait, thread("a", "{kmalloc: " + gfp + "}, " + kSignal),
                  "reclaim: [{call: late, needs: " + needs + "}]\n");
  };
  CHECK(with("GFP_KERNEL", "fs"));
  CHECK(with("GFP_NOFS", "io"));
  CHECK_FALSE(with("GFP_NOFS", "fs"));
  CHECK_FALSE(with("GFP_NOIO", "io"));
  CHECK_FALSE(with("GFP_ATOMIC", "io"));
  CHECK_FALSE(with("GFP_NOWAIT", "io"));
}

TEST(ClosureLater, who_waits_for_a_syncobj_waits_for_what_is_put_into_it) {
  const auto reaches = [](const std::string& wait, const std::string& to) {
    const ReadResult read = read_scenario_text(
        "x.yaml",
        "scenario: x\nobjects: {f: dma_fence, g: dma_fence, w: completion, z: "
        "completion, so: drm_syncobj}\nthreads:\n"
        "  a: [{drm_syncobj_wait: " +
            wait +
            "}, {dma_fence_signal: f}]\n"
            "  b: [{wait_for_completion: w}, {drm_syncobj_replace_fence: "
            "{syncobj: so, fence: g}}, {wait_for_completion: z}]\n",
        {});
    CHECK_EQUAL(1, read.scenarios.size());
    const Scenario& s = read.scenarios.front();
    return Closure(s).reaches(object(s, "f"), object(s, to));
  };
  CHECK(reaches("so", "g"));
  CHECK(reaches("{syncobj: so, flags: [WAIT_FOR_SUBMIT]}", "w"));
  CHECK_FALSE(reaches("{syncobj: so, flags: [WAIT_FOR_SUBMIT]}", "z"));
}

TEST(ClosureLater, an_item_that_is_kept_off_is_waited_for) {
  const std::string polls = "{irq_work_queue: irq}, " + kSpin;
  CHECK(needed(
      "nop", thread("a", "local_irq_disable, " + polls + ", local_irq_enable") +
                 thread("b", "{irq_work_sync: irq}, " + kSignal)));
  CHECK(needed("nop", "a: {context: hardirq, steps: [" + polls + "]}, " +
                          thread("b", "{irq_work_sync: irq}, " + kSignal)));
}
