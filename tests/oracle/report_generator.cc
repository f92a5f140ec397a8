#include "tests/oracle/report_generator.h"

#include <vector>

#include "tests/oracle/dice.h"

namespace picket::oracle {
namespace {

class Text {
 public:
  explicit Text(std::uint64_t seed)
      : dice_(seed),
        rich_(seed % 2 == 1),
        kind_(static_cast<Kind>(seed / 2 % kKinds)) {}

  std::string write() {
    const int threads = !rich_ && dice_.chance(3) ? 3 : 2;
    std::vector<std::vector<std::string>> duties(
        static_cast<std::size_t>(threads));
    for (const char* f : {"f", "g", "h"})
      if (f[0] == 'f' || dice_.chance(2)) hand_out(duties, signal(f));
    if (dice_.chance(3)) hand_out(duties, "complete: c");
    if (rich_) hand_out_more(duties);
    std::string text;
    for (int t = 0; t < threads; ++t)
      text += thread(t, duties[static_cast<std::size_t>(t)],
                     rich_          ? 3
                     : threads == 2 ? 4
                                    : 2);
    if (rich_) text += more_threads();
    return kObjects + (rich_ ? more_objects() : "") + "threads:\n" + text;
  }

 private:
  static constexpr const char* kObjects =
      "scenario: random\n"
      "objects:\n"
      "  m: mutex\n"
      "  n: mutex\n"
      "  r: rw_semaphore\n"
      "  s: spinlock_t\n"
      "  f: {type: dma_fence, timeline: a}\n"
      "  g: {type: dma_fence, timeline: b}\n"
      "  h: {type: dma_fence, timeline: e, class: entity}\n"
      "  c: {type: completion, class: entity}\n"
      "  bo: dma_resv\n";

  static std::string signal(const std::string& f) {
    return "dma_fence_signal: " + f;
  }

  // What the simple half does without, one kind of it at a time.
  enum Kind { kItems, kTimer, kKthread, kLocks, kContainers, kKinds };

  void hand_out_more(std::vector<std::vector<std::string>>& duties) {
    static constexpr const char* kDuties[kKinds][2] = {
        {"{queue_work: {wq: one, work: w}}",
         "{queue_work: {wq: one, work: v}}"},
        {"mod_timer: tm", "mod_timer: tm"},
        {"{kthread_queue_work: {worker: kt, work: kw}}", "up: sem"},
        {"up: sem", "synchronize_srcu: sr"},
        {"dma_fence_wait: both", "dma_fence_signal: g"}};
    for (const char* duty : kDuties[kind_])
      if (dice_.chance(2)) hand_out(duties, duty);
  }

  std::string more_objects() {
    const std::string sem = std::string("  sem: {type: semaphore, count: ") +
                            dice_.one({"0", "1"}) + "}\n";
    switch (kind_) {
      case kItems:
        return "  one: {type: workqueue_struct, max_active: 1}\n"
               "  w: {type: work_struct, function: run_w}\n"
               "  v: {type: work_struct, function: run_v}\n"
               "functions:\n" +
               function("run_w") + function("run_v");
      case kTimer:
        return "  tm: {type: timer_list, function: run_tm}\n"
               "functions:\n  run_tm:\n    - spin_lock: s\n"
               "    - dma_fence_signal: g\n    - spin_unlock: s\n";
      case kKthread:
        return sem +
               "  kw: {type: kthread_work, function: run_kw}\n"
               "functions:\n" +
               function("run_kw");
      case kLocks:
        return sem + "  pr: percpu_rw_semaphore\n  sr: srcu_struct\n";
      default: break;
    }
    return "  both: {type: dma_fence_array, fences: [f, g]}\n";
  }

  // An item takes a lock, waits, or signals.
  std::string function(const std::string& name) {
    text_ = "  " + name + ":\n";
    left_ = 2;
    in_item_ = true;
    if (dice_.chance(2))
      body(1);
    else
      around(brief(), 1);
    if (text_.ends_with(":\n")) step("nop");
    in_item_ = false;
    return text_;
  }

  // Also under a spinlock, or in an interrupt.
  std::string brief() {
    return dice_.one({"complete: c", "dma_fence_signal: f",
                      "dma_fence_signal: h", "kmalloc: GFP_NOWAIT"});
  }

  std::string more_threads() {
    if (kind_ == kKthread)
      return "  kt: {context: kthread, daemon: true, steps: [nop]}\n";
    if (kind_ != kTimer || dice_.chance(2)) return "";
    return "  irq: {context: " + dice_.one({"hardirq", "softirq"}) +
           ", steps: [{spin_lock: s}, {spin_unlock: s}]}\n";
  }

  void spinning() {
    const char* const pairs[][2] = {{"spin_lock: s", "spin_unlock: s"},
                                    {"spin_lock_irq: s", "spin_unlock_irq: s"},
                                    {"spin_lock_bh: s", "spin_unlock_bh: s"}};
    const auto& [take, drop] = pairs[dice_.pick(3)];
    step(take);
    step(brief());
    step(drop);
  }

  void more_locked(int depth) {
    const char* const pairs[][2] = {
        {"percpu_down_read: pr", "percpu_up_read: pr"},
        {"percpu_down_write: pr", "percpu_up_write: pr"},
        {"srcu_read_lock: sr", "srcu_read_unlock: sr"},
        {"down: sem", "up: sem"}};
    const auto& [take, drop] = pairs[dice_.pick(4)];
    step(take);
    body(depth);
    step(drop);
  }

  void more_body(int depth) {
    switch (kind_) {
      case kItems:
        return in_item_ ? step("flush_work: v")
                        : step(dice_.one({"flush_work: w", "flush_work: v",
                                          "flush_workqueue: one",
                                          "{queue_work: {wq: one, work: w}}"}));
      case kTimer:
        return dice_.chance(2) ? spinning()
                               : step(dice_.one({"timer_delete_sync: tm",
                                                 "mod_timer: tm"}));
      case kKthread:
        return step(dice_.one({"kthread_flush_work: kw", "down: sem"}));
      case kLocks:
        return depth > 0 ? more_locked(depth - 1)
                         : step(dice_.one({"synchronize_srcu: sr", "down: sem",
                                           "up: sem"}));
      default: return step("dma_fence_wait: both");
    }
  }

  void hand_out(std::vector<std::vector<std::string>>& duties,
                const std::string& step) {
    duties[static_cast<std::size_t>(
               dice_.pick(static_cast<int>(duties.size())))]
        .push_back(step);
  }

  std::string thread(int number, const std::vector<std::string>& duties,
                     int room) {
    text_ = "  t" + std::to_string(number) + ":\n";
    left_ = room;
    for (const std::string& duty : duties) {
      if (dice_.chance(2)) body(1);
      around(duty, 2);
    }
    if (duties.empty() || dice_.chance(3)) body(1);
    if (text_.ends_with(":\n")) step("nop");
    return text_;
  }

  void step(const std::string& s) { text_ += "    - " + s + "\n"; }

  // The duty, perhaps in a section or under a lock.
  void around(const std::string& duty, int depth) {
    if (depth == 0 || left_ <= 0) return step(duty);
    switch (dice_.pick(5)) {
      case 0: return step(duty);
      case 1: return locked([&] { around(duty, depth - 1); });
      default:
        --left_;
        step(dice_.one({"dma_fence_begin_signalling",
                        "dma_fence_begin_signalling",
                        "{dma_fence_begin_signalling: entity}"}));
        if (dice_.chance(2)) body(1);
        around(duty, depth - 1);
        step("dma_fence_end_signalling");
    }
  }

  template <class Inside>
  void locked(Inside inside) {
    --left_;
    const char* const pairs[][2] = {
        {"mutex_lock: m", "mutex_unlock: m"},
        {"mutex_lock: n", "mutex_unlock: n"},
        {"dma_resv_lock: bo", "dma_resv_unlock: bo"},
        {"down_read: r", "up_read: r"},
        {"down_write: r", "up_write: r"},
        {"{mutex_trylock: m, into: got}", "{mutex_unlock: m, when: got}"}};
    const auto& [take, drop] = pairs[dice_.pick(6)];
    step(take);
    inside();
    step(drop);
  }

  void body(int depth) {
    if (left_ <= 0) return;
    if (depth > 0 && dice_.chance(2)) return locked([&] { body(depth - 1); });
    --left_;
    if (rich_ && dice_.chance(2)) return more_body(depth);
    step(dice_.one(
        {"dma_fence_wait: f", "dma_fence_wait: g", "dma_fence_wait: h",
         "{dma_fence_wait_timeout: {fence: f, timeout: 5}}",
         "{dma_fence_wait: {fence: g, intr: 1}}", "wait_for_completion: c",
         "{wait_for_completion_timeout: {completion: c, timeout: 1}}",
         "kmalloc: GFP_KERNEL", "kmalloc: GFP_NOWAIT", "complete: c",
         "{link: {from: entity, to: f}}", "{dma_fence_is_signaled: f}",
         "might_alloc: GFP_NOFS"}));
  }

  Dice dice_;
  const bool rich_;
  const Kind kind_;
  bool in_item_ = false;
  std::string text_;
  int left_ = 0;
};

}  // namespace

std::string random_report_scenario(std::uint64_t seed) {
  return Text(seed).write();
}

}  // namespace picket::oracle
