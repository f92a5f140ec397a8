// Which stuck schedules are along a reported cycle: contexts whose waits have
// no class, or another one, stand in between, and what is only held is no part.
#include <sstream>

#include "explorer/check/check.h"
#include "tests/support/made_check.h"

#include <CppUTest/TestHarness.h>

using namespace picket;
using namespace picket::test;

namespace {

// The strongest verdict on the reports of the policy, by both searches.
std::string verdict(const MadeCheck& made, PolicyKind kind) {
  std::string verdicts[2];
  for (const SearchKind search : {SearchKind::states, SearchKind::schedules}) {
    CheckOptions options;
    options.search = search;
    options.policies = {kind};
    Truth truth = Truth::false_positive;
    bool any = false;
    for (const PolicyResult& result : check(made.scenario(), options).policies)
      for (const JudgedReport& r : result.reports) {
        truth = std::min(truth, r.truth);
        any = true;
      }
    verdicts[search == SearchKind::states] = any ? name_of(truth) : "none";
  }
  STRCMP_EQUAL(verdicts[0].c_str(), verdicts[1].c_str());
  return verdicts[0];
}

// `policies`: names with blanks between them, which all say so.
void expect(const char* wanted, const char* policies, const char* yaml) {
  const MadeCheck made("f.yaml", std::string("scenario: s\n") + yaml);
  std::istringstream names(policies);
  for (std::string name; names >> name;)
    STRCMP_EQUAL_TEXT(wanted, verdict(made, *policy_named(name)).c_str(),
                      name.c_str());
}

constexpr const char* kMaps = "dma-fence-map dma-fence-map-trylock wait-map";

}  // namespace

TEST_GROUP(AlongReport){};

TEST(AlongReport, an_interrupt_that_waits_for_a_completion_stands_in_between) {
  expect("real", kMaps, R"(objects: {f: dma_fence, a: mutex, c: completion}
threads:
  waiter: [{mutex_lock: a}, {dma_fence_wait: f}, {mutex_unlock: a}]
  commit: [dma_fence_begin_signalling, {mutex_lock: a}, {mutex_unlock: a}, {complete: c}, dma_fence_end_signalling]
  irq: [{wait_for_completion: c}, {dma_fence_signal: f}]
)");
}

TEST(AlongReport, two_may_stand_in_between) {
  expect("real", kMaps,
         R"(objects: {f: dma_fence, a: mutex, c: completion, d: completion}
threads:
  waiter: [{mutex_lock: a}, {dma_fence_wait: f}, {mutex_unlock: a}]
  commit: [dma_fence_begin_signalling, {mutex_lock: a}, {mutex_unlock: a}, {complete: c}, dma_fence_end_signalling]
  hw: [{wait_for_completion: c}, {complete: d}]
  irq: [{wait_for_completion: d}, {dma_fence_signal: f}]
)");
}

TEST(AlongReport, a_fence_in_between_is_of_the_same_map) {
  expect("real", kMaps, R"(objects: {f: dma_fence, g: dma_fence, a: mutex}
threads:
  waiter: [{mutex_lock: a}, {dma_fence_wait: f}, {mutex_unlock: a}]
  commit: [dma_fence_begin_signalling, {mutex_lock: a}, {mutex_unlock: a}, {dma_fence_signal: g}, dma_fence_end_signalling]
  irq: [{dma_fence_wait: g}, {dma_fence_signal: f}]
)");
}

TEST(AlongReport, a_fence_in_between_may_be_of_another_class) {
  expect(
      "real", kMaps,
      R"(objects: {f: dma_fence, g: {type: dma_fence, class: entity}, a: mutex}
threads:
  waiter: [{mutex_lock: a}, {dma_fence_wait: f}, {mutex_unlock: a}]
  commit: [{dma_fence_begin_signalling: entity}, {mutex_lock: a}, {mutex_unlock: a}, {dma_fence_signal: g}, dma_fence_end_signalling]
  irq: [dma_fence_begin_signalling, {dma_fence_wait: g}, {dma_fence_signal: f}, dma_fence_end_signalling]
)");
}

TEST(AlongReport, an_item_waits_in_between) {
  expect(
      "real", kMaps,
      R"(objects: {f: dma_fence, a: mutex, c: completion, w: {type: work_struct, function: fn}}
functions: {fn: [{wait_for_completion: c}, {dma_fence_signal: f}]}
threads:
  waiter: [{schedule_work: w}, {mutex_lock: a}, {dma_fence_wait: f}, {mutex_unlock: a}]
  commit: [dma_fence_begin_signalling, {mutex_lock: a}, {mutex_unlock: a}, {complete: c}, dma_fence_end_signalling]
)");
}

TEST(AlongReport, who_flushes_an_item_stands_in_between) {
  expect(
      "real", kMaps,
      R"(objects: {f: dma_fence, a: mutex, w: {type: work_struct, function: fn}}
functions: {fn: [dma_fence_begin_signalling, {mutex_lock: a}, {mutex_unlock: a}, dma_fence_end_signalling]}
threads:
  waiter: [{mutex_lock: a}, {dma_fence_wait: f}, {mutex_unlock: a}]
  irq: [{schedule_work: w}, {flush_work: w}, {dma_fence_signal: f}]
)");
}

TEST(AlongReport, a_timer_that_nobody_has_set_signals) {
  expect(
      "real", kMaps,
      R"(objects: {f: dma_fence, a: mutex, t: {type: timer_list, function: fn}}
functions: {fn: [{dma_fence_signal: f}]}
threads:
  waiter: [{mutex_lock: a}, {dma_fence_wait: f}, {mutex_unlock: a}]
  commit: [dma_fence_begin_signalling, {mutex_lock: a}, {mutex_unlock: a}, {mod_timer: t}, dma_fence_end_signalling]
)");
}

TEST(AlongReport, a_semaphore_in_between_has_no_class) {
  expect("real", kMaps,
         R"(objects: {f: dma_fence, a: mutex, s: {type: semaphore, count: 0}}
threads:
  waiter: [{mutex_lock: a}, {dma_fence_wait: f}, {mutex_unlock: a}]
  commit: [dma_fence_begin_signalling, {mutex_lock: a}, {mutex_unlock: a}, {up: s}, dma_fence_end_signalling]
  irq: [{down: s}, {dma_fence_signal: f}]
)");
}

TEST(AlongReport, a_grace_period_in_between_has_a_class_of_its_own) {
  expect("real", kMaps, R"(objects: {f: dma_fence, a: mutex, s: srcu_struct}
threads:
  waiter: [{mutex_lock: a}, {dma_fence_wait: f}, {mutex_unlock: a}]
  commit: [{srcu_read_lock: s}, dma_fence_begin_signalling, {mutex_lock: a}, {mutex_unlock: a}, dma_fence_end_signalling, {srcu_read_unlock: s}]
  irq: [{synchronize_srcu: s}, {dma_fence_signal: f}]
)");
}

TEST(AlongReport, a_queue_in_between_has_no_class) {
  expect("real", kMaps,
         R"(objects: {f: dma_fence, a: mutex, q: wait_queue_head, x: int}
threads:
  waiter: [{mutex_lock: a}, {dma_fence_wait: f}, {mutex_unlock: a}]
  commit: [dma_fence_begin_signalling, {mutex_lock: a}, {mutex_unlock: a}, {set: {x: 1}}, {wake_up: q}, dma_fence_end_signalling]
  irq: [{wait_event: {wq: q, until: x == 1}}, {dma_fence_signal: f}]
)");
}

TEST(AlongReport, another_lock_may_be_in_between) {
  expect("real", kMaps, R"(objects: {f: dma_fence, a: mutex, x: mutex}
threads:
  waiter: [{mutex_lock: a}, {dma_fence_wait: f}, {mutex_unlock: a}]
  commit: [{mutex_lock: x}, dma_fence_begin_signalling, {mutex_lock: a}, {mutex_unlock: a}, dma_fence_end_signalling, {mutex_unlock: x}]
  irq: [{mutex_lock: x}, {mutex_unlock: x}, {dma_fence_signal: f}]
)");
}

TEST(AlongReport, an_item_of_a_kthread_signals) {
  expect(
      "real", kMaps,
      R"(objects: {f: dma_fence, a: mutex, w: {type: kthread_work, function: fn}}
functions: {fn: [{dma_fence_signal: f}]}
threads:
  worker: {context: kthread, daemon: true, steps: [nop]}
  waiter: [{mutex_lock: a}, {dma_fence_wait: f}, {mutex_unlock: a}]
  commit: [dma_fence_begin_signalling, {mutex_lock: a}, {mutex_unlock: a}, {kthread_queue_work: {worker: worker, work: w}}, dma_fence_end_signalling]
)");
}

TEST(AlongReport, a_lock_that_is_only_held_makes_no_circle_of_others_its_own) {
  expect("false-positive", "dma-fence-map",
         R"(objects: {f: dma_fence, a: mutex, s: semaphore, c: completion}
threads:
  waiter: [{down: s}, {mutex_lock: a}, {dma_fence_wait: f}, {mutex_unlock: a}, {up: s}]
  x: [{wait_for_completion: c}, {dma_fence_signal: f}]
  y: [{down: s}, {up: s}, {complete: c}]
  other: [dma_fence_begin_signalling, {mutex_lock: a}, {mutex_unlock: a}, dma_fence_end_signalling]
)");
}

TEST(AlongReport,
     who_flushes_an_item_in_a_queue_of_one_place_waits_for_the_queue) {
  expect(
      "real", "lockdep",
      R"(objects: {a: mutex, q: {type: workqueue_struct, max_active: 1}, w: {type: work_struct, function: fn}, v: {type: work_struct, function: gn}}
functions: {fn: [{mutex_lock: a}, {mutex_unlock: a}], gn: [nop]}
threads:
  flusher: [{queue_work: {wq: q, work: w}}, {queue_work: {wq: q, work: v}}, {mutex_lock: a}, {flush_work: v}, {mutex_unlock: a}]
)");
}

TEST(AlongReport, who_is_interrupted_stands_in_between) {
  expect("real", "lockdep", R"(objects: {a: spinlock_t, b: spinlock_t}
threads:
  task: {cpu: 0, steps: [{spin_lock: b}, nop, {spin_unlock: b}]}
  irq: {cpu: 0, context: hardirq, steps: [{spin_lock: a}, {spin_unlock: a}]}
  other: {cpu: 1, steps: [{spin_lock_irqsave: a}, {spin_lock: b}, {spin_unlock: b}, {spin_unlock_irqrestore: a}]}
)");
}

TEST(AlongReport, three_locks_go_round) {
  expect("real", "lockdep", R"(objects: {a: mutex, b: mutex, c: mutex, g: mutex}
threads:
  one: [{mutex_lock: a}, {mutex_lock: b}, {mutex_unlock: b}, {mutex_unlock: a}]
  two: [{mutex_lock: b}, {mutex_lock: c}, {mutex_unlock: c}, {mutex_unlock: b}]
  three: [{mutex_lock: g}, {mutex_lock: c}, {mutex_lock: a}, {mutex_unlock: a}, {mutex_unlock: c}, {mutex_unlock: g}]
  four: [{mutex_lock: g}, {mutex_lock: a}, {mutex_lock: c}, {mutex_unlock: c}, {mutex_unlock: a}, {mutex_unlock: g}]
)");
}

TEST(AlongReport, a_map_touched_before_a_wait_announces_it) {
  expect("real", "lockdep",
         R"(objects: {m: mutex, q: wait_queue_head, done: int, dep: lockdep_map}
threads:
  reset: [{lock_map_acquire: dep}, {mutex_lock: m}, {mutex_unlock: m}, {set: {done: 1}}, {wake_up: q}, {lock_map_release: dep}]
  waiter: [{mutex_lock: m}, {lock_map_acquire: dep}, {lock_map_release: dep}, {wait_event: {wq: q, until: done == 1}}, {mutex_unlock: m}]
)");
}

TEST(AlongReport, reclaim_in_a_section_waits_for_a_lock_of_a_waiter) {
  expect("real", kMaps, R"(objects: {f: dma_fence, m: mutex}
functions: {shrink: [{mutex_lock: m}, {mutex_unlock: m}]}
reclaim: [shrink]
threads:
  job: [dma_fence_begin_signalling, {kmalloc: GFP_KERNEL}, {dma_fence_signal: f}, dma_fence_end_signalling]
  waiter: [{mutex_lock: m}, {dma_fence_wait: f}, {mutex_unlock: m}]
)");
}

TEST(AlongReport, a_signaller_without_a_section_owes_the_signal) {
  expect("real", "dma-fence-map",
         R"(objects: {f: dma_fence, a: mutex, b: mutex, c: completion}
threads:
  waiter: [{mutex_lock: a}, {dma_fence_wait: f}, {mutex_unlock: a}]
  commit: [{mutex_lock: b}, {mutex_lock: a}, {mutex_unlock: a}, {mutex_unlock: b}, {complete: c}]
  irq: [{wait_for_completion: c}, {dma_fence_signal: f}]
  other: [dma_fence_begin_signalling, {mutex_lock: b}, {mutex_unlock: b}, dma_fence_end_signalling]
)");
}

TEST(AlongReport, a_timed_wait_in_between_makes_it_potential) {
  expect("potential", "dma-fence-map",
         R"(objects: {f: dma_fence, a: mutex, c: completion}
threads:
  waiter: [{mutex_lock: a}, {dma_fence_wait: f}, {mutex_unlock: a}]
  commit: [dma_fence_begin_signalling, {mutex_lock: a}, {mutex_unlock: a}, {complete: c}, dma_fence_end_signalling]
  irq: [{wait_for_completion_timeout: {completion: c, timeout: 5}}, {dma_fence_signal: f}]
)");
}

// t waits for what it signals itself: the lock of the others has no part in it.
TEST(AlongReport, a_circle_of_one_is_not_along_what_others_do) {
  expect("false-positive", "wait-map", R"(objects: {f: dma_fence, a: mutex}
threads:
  t: [{dma_fence_wait: f}, {dma_fence_signal: f}]
  waiter: [{mutex_lock: a}, {dma_fence_wait_timeout: {fence: f, timeout: 1}}, {mutex_unlock: a}]
  section: [dma_fence_begin_signalling, {mutex_lock: a}, {mutex_unlock: a}, dma_fence_end_signalling]
)");
}

TEST(AlongReport, the_code_that_is_reported_may_stand_there_alone) {
  expect("real", "dma-fence-map", R"(objects: {f: dma_fence, a: mutex}
threads:
  t: [dma_fence_begin_signalling, {mutex_lock: a}, {dma_fence_wait: f}, {mutex_unlock: a}, {dma_fence_signal: f}, dma_fence_end_signalling]
)");
}

TEST(AlongReport, a_lock_in_the_wrong_context_is_no_wait_of_others) {
  expect("potential", "lockdep", R"(objects: {r: raw_spinlock_t, s: spinlock_t}
threads:
  one: [{raw_spin_lock: r}, {spin_lock: s}, {spin_unlock: s}, {raw_spin_unlock: r}]
  two: [{raw_spin_lock: r}, {spin_lock: s}, {spin_unlock: s}, {raw_spin_unlock: r}]
)");
}

TEST(AlongReport, who_could_be_interrupted_and_is_not_is_stuck_too) {
  expect("real", kMaps, R"(objects: {f: dma_fence, a: mutex}
threads:
  commit: [dma_fence_begin_signalling, {mutex_lock: a}, {mutex_unlock: a}, {dma_fence_signal: f}, dma_fence_end_signalling]
  waiter: [{mutex_lock: a}, {dma_fence_wait: {fence: f, intr: true}}, {mutex_unlock: a}]
)");
  expect("real", "lockdep", R"(objects: {a: mutex, b: mutex}
threads:
  t: [{mutex_lock: a}, {mutex_lock_interruptible: b, into: k}, {mutex_unlock: b, when: k == 0}, {mutex_unlock: a}]
  u: [{mutex_lock: b}, {mutex_lock: a}, {mutex_unlock: a}, {mutex_unlock: b}]
)");
}

TEST(AlongReport,
     an_interrupt_without_a_cpu_may_come_in_on_that_of_the_thread) {
  expect("potential", "lockdep", R"(objects: {s: spinlock_t}
threads:
  t: [{spin_lock: s}, {spin_unlock: s}]
  irq: {context: hardirq, steps: [{spin_lock: s}, {spin_unlock: s}]}
)");
  expect("none", "lockdep", R"(objects: {s: spinlock_t}
threads:
  t: [{spin_lock_irq: s}, {spin_unlock_irq: s}]
  irq: {context: hardirq, steps: [{spin_lock: s}, {spin_unlock: s}]}
)");
}

TEST(AlongReport, an_order_that_only_a_wait_makes_may_be_missing) {
  expect("potential", "dma-fence-map",
         R"(objects: {f: dma_fence, a: mutex, c: completion}
threads:
  commit: [dma_fence_begin_signalling, {mutex_lock: a}, {mutex_unlock: a}, {dma_fence_signal: f}, dma_fence_end_signalling, {complete: c}]
  waiter: [{wait_for_completion: c}, {mutex_lock: a}, {dma_fence_wait: f}, {mutex_unlock: a}]
)");
}

// p -> n closes the harmless cycle by q, which a gate keeps from happening, and
// is refused; the cycle by z shows where q comes later.
TEST(AlongReport, a_harmless_report_hides_no_real_one) {
  expect("real", "lockdep",
         R"(objects: {g: mutex, p: mutex, n: mutex, q: mutex, z: mutex}
threads:
  two: [{mutex_lock: g}, {mutex_lock: n}, {mutex_lock: q}, {mutex_unlock: q}, {mutex_unlock: n}, {mutex_unlock: g}]
  three: [{mutex_lock: g}, {mutex_lock: q}, {mutex_lock: p}, {mutex_unlock: p}, {mutex_unlock: q}, {mutex_unlock: g}]
  one: [{mutex_lock: p}, {mutex_lock: n}, {mutex_unlock: n}, {mutex_unlock: p}]
  four: [{mutex_lock: n}, {mutex_lock: z}, {mutex_unlock: z}, {mutex_unlock: n}]
  five: [{mutex_lock: z}, {mutex_lock: p}, {mutex_unlock: p}, {mutex_unlock: z}]
)");
}
