#include "tests/oracle/claim_generator.h"

#include <set>
#include <vector>

#include "tests/oracle/dice.h"

namespace picket::oracle {
namespace {

// Signals are handed out to contexts; whatever a context waits for has a lower
// number than what it signals afterwards, most of the time, so that nobody
// waits in a circle.
class Text {
 public:
  explicit Text(std::uint64_t seed)
      : dice_(seed), contains_(seed % 3 == 0), later_(seed % 2 == 0) {}

  std::string write() {
    threads_ = 2 + dice_.pick(3);
    if (contains_)
      container_ = dice_.one(
          {"{type: dma_fence_array, fences: [f, g]}",
           "{type: dma_fence_array, fences: [f, g], signal_on_any: true}",
           "{type: dma_fence_array, fences: [g]}",
           "{type: dma_fence_chain, fence: f, prev: g, seqno: 1}",
           "{type: dma_fence_chain, fence: g, seqno: 1}"});
    std::vector<std::vector<std::string>> duties(
        static_cast<std::size_t>(threads_));
    // What each thread must do in the end.
    for (const char* name : {"w0", "w1", "w2"})
      give(duties, "complete: " + std::string(name));
    give(duties, "dma_fence_signal: f");
    give(duties, "dma_fence_signal: g");
    if (dice_.chance(2)) give(duties, "set: {x: 1}");
    if (dice_.chance(3)) give(duties, "wake_up_all: q");
    if (dice_.chance(3)) give(duties, "up: s");
    if (dice_.chance(3)) give(duties, "publish: f");
    boxed_ = later_ && dice_.chance(3);
    if (boxed_)
      give(duties, "drm_syncobj_replace_fence: {syncobj: so, fence: " +
                       dice_.one({"f", "g"}) + "}");
    std::string threads = "threads:\n";
    for (int t = 0; t < threads_; ++t)
      threads += thread(t, duties[static_cast<std::size_t>(t)]);
    if (kthread_)
      threads += "  kt: {context: kthread, daemon: true, steps: [nop]}\n";
    return head() + threads + tail();
  }

 private:
  void give(std::vector<std::vector<std::string>>& duties,
            const std::string& step) {
    auto& list = duties[static_cast<std::size_t>(dice_.pick(threads_))];
    list.insert(list.begin() + dice_.pick(static_cast<int>(list.size()) + 1),
                step);
  }

  std::string head() const {
    std::string text = "scenario: random\nobjects:\n";
    for (const char* c : {"w0", "w1", "w2"})
      text += "  " + std::string(c) + ": completion\n";
    text += publishes_ ? "  f: {type: dma_fence, published: false}\n"
                       : "  f: dma_fence\n";
    text += enables_ ? "  g: {type: dma_fence, enable_signaling: enable}\n"
                     : "  g: dma_fence\n";
    if (contains_) text += "  a: " + container_ + "\n";
    text +=
        "  m0: mutex\n  m1: mutex\n  r: rw_semaphore\n  l: spinlock_t\n"
        "  s: semaphore\n  x: int\n  q: wait_queue_head\n";
    if (boxed_) text += "  so: drm_syncobj\n";
    text += "  sr: srcu_struct\n  pr: percpu_rw_semaphore\n";
    if (!items_.empty())
      text += "  wq: {type: workqueue_struct, ordered: true}\n";
    for (const auto& [item, type] : items_)
      text +=
          "  " + item + ": {type: " + type + ", function: run_" + item + "}\n";
    std::string functions = functions_;
    if (enables_) functions += "  enable: [{return: 1}]\n";
    return functions.empty() ? text : text + "functions:\n" + functions;
  }
  std::string tail() const { return loops_ ? "limits: {loops: 2}\n" : ""; }

  std::string thread(int number, const std::vector<std::string>& duties) {
    std::string text = "  t" + std::to_string(number) + ":\n";
    if (later_ && dice_.chance(4)) text += "    cpu: 0\n";
    if (dice_.chance(14)) text += "    starts: " + condition() + "\n";
    text += "    steps:\n";
    margin_ = "      ";
    text_.clear();
    for (const std::string& duty : duties) {
      for (int n = dice_.pick(3); n > 0; --n) something(2);
      if (duty.starts_with("publish")) publishes_ = true;
      do_it(duty, 2);
    }
    for (int n = dice_.pick(2); n > 0; --n) something(2);
    if (text_.empty()) step("nop");
    return text + text_;
  }

  void step(const std::string& s) { text_ += margin_ + "- " + s + "\n"; }

  std::string condition() {
    return "\"" +
           dice_.one({"x == 1", "done(w0)", "done(w1)", "signaled(g)", "x != 1",
                      "!done(w0)", "!signaled(g)"}) +
           "\"";
  }

  // A duty, perhaps by a detour.
  void do_it(const std::string& duty, int depth) {
    if (duty.starts_with("publish")) return step(duty);
    switch (depth > 0 ? dice_.pick(14) : 99) {
      case 0: return locked([&] { do_it(duty, depth - 1); }, false);
      case 1: return by_item(duty);
      case 2: return by_callback(duty);
      case 3: return branched(duty, depth);
      case 4: return by_call(duty, depth);
      default: step(duty);
    }
  }

  template <class Inner>
  void locked(Inner inner, bool atomic) {
    const auto around = [&](const std::string& take, const std::string& drop) {
      step(take);
      if (atomic && dice_.chance(4)) go_round();
      inner();
      step(drop);
    };
    if (later_ && dice_.chance(3)) return section(around, atomic);
    switch (atomic ? 5 : dice_.pick(6)) {
      case 0:
        step("mutex_lock: m0");
        inner();
        return step("mutex_unlock: m0");
      case 1:
        step("mutex_lock: m1");
        inner();
        return step("mutex_unlock: m1");
      case 2:
        step("down_read: r");
        inner();
        return step("up_read: r");
      case 3:
        step("down_write: r");
        inner();
        return step("up_write: r");
      case 4:
        step("down: s");
        inner();
        return step("up: s");
      default:
        step("spin_lock: l");
        step("nop");
        return step("spin_unlock: l");
    }
  }

  void go_round() {
    loops_ = true;
    step("while: " + condition() + "\n" + margin_ + "  do: [nop]");
  }

  // What grace periods wait for, and locks of other kinds.
  template <class Around>
  void section(Around around, bool atomic) {
    switch (atomic ? dice_.pick(3) : 3 + dice_.pick(5)) {
      case 0: return around("rcu_read_lock", "rcu_read_unlock");
      case 1: return around("preempt_disable", "preempt_enable");
      case 2: return around("local_bh_disable", "local_bh_enable");
      case 3: return around("percpu_down_read: pr", "percpu_up_read: pr");
      case 4: return around("percpu_down_write: pr", "percpu_up_write: pr");
      case 5: return around("mmap_read_lock", "mmap_read_unlock");
      default: return around("srcu_read_lock: sr", "srcu_read_unlock: sr");
    }
  }

  void by_item(const std::string& duty) {
    const std::string name = "i" + std::to_string(items_.size());
    const std::string type =
        later_ ? dice_.one({"work_struct", "delayed_work", "timer_list",
                            "hrtimer", "irq_work", "kthread_work", "rcu"})
               : "work_struct";
    const bool sleeps = type.ends_with("work") && type != "irq_work";
    if (type == "rcu") {
      step("call_rcu: run_" + name);
      items_.emplace_back(name, "irq_work");  // a name that is taken
    } else {
      items_.emplace_back(name, type);
      step(set_going(name, type));
    }
    function("run_" + name, duty, !sleeps && type != "work_struct");
  }

  std::string set_going(const std::string& name, const std::string& type) {
    if (type == "delayed_work")
      return "queue_delayed_work: {wq: wq, work: " + name + "}";
    if (type == "timer_list") return "mod_timer: " + name;
    if (type == "hrtimer") return "hrtimer_start: " + name;
    if (type == "irq_work") return "irq_work_queue: " + name;
    if (type == "kthread_work") {
      kthread_ = true;
      return "kthread_queue_work: {worker: kt, work: " + name + "}";
    }
    return "queue_work: {wq: wq, work: " + name + "}";
  }

  std::string wait_for_later() {
    if (items_.empty() || dice_.chance(2))
      return dice_.one({"synchronize_rcu", "synchronize_srcu: sr",
                        "rcu_barrier", "synchronize_rcu"});
    const auto& [name, type] = items_[static_cast<std::size_t>(
        dice_.pick(static_cast<int>(items_.size())))];
    if (type == "delayed_work")
      return dice_.one({"flush_delayed_work: ", "flush_delayed_work: ",
                        "cancel_delayed_work_sync: "}) +
             name;
    if (type == "timer_list") return "timer_delete_sync: " + name;
    if (type == "hrtimer") return "hrtimer_cancel: " + name;
    if (type == "irq_work") return "irq_work_sync: " + name;
    if (type == "kthread_work") return "kthread_flush_work: " + name;
    return "flush_work: " + name;
  }

  void by_callback(const std::string& duty) {
    if (duty.find("signal") != duty.npos || duty.starts_with("wake"))
      return step(duty);
    const std::string name = "cb" + std::to_string(made_++);
    const std::string into = "c" + std::to_string(made_);
    step("dma_fence_add_callback: {fence: g, cb: " + name + "}\n" + margin_ +
         "  into: " + into);
    step("if: " + into + " != 0\n" + margin_ + "  then: [{" + duty + "}]");
    function(name, duty, true);
  }

  void by_call(const std::string& duty, int depth) {
    const std::string name = "fn" + std::to_string(made_++);
    step("call: " + name);
    (void)depth;
    function(name, duty, false);
  }

  void function(const std::string& name, const std::string& duty, bool atomic) {
    const std::string text = text_, margin = margin_;
    text_.clear();
    margin_ = "    ";
    if (!atomic && dice_.chance(2)) something(1);
    if (atomic && dice_.chance(3)) locked([] {}, true);
    step(duty);
    functions_ += "  " + name + ":\n" + text_;
    text_ = text;
    margin_ = margin;
  }

  void branched(const std::string& duty, int depth) {
    if (dice_.chance(2)) {
      step("if: " + condition());
      const std::string margin = margin_;
      text_ += margin_ + "  then:\n";
      margin_ = margin + "    ";
      do_it(duty, depth - 1);
      margin_ = margin;
      text_ += margin_ + "  else:\n";
      margin_ = margin + "    ";
      something(depth - 1);
      do_it(duty, depth - 1);
      margin_ = margin;
      return;
    }
    const std::string r = "b" + std::to_string(made_++);
    step(dice_.one({"wait_for_completion_timeout: {completion: w0}",
                    "try_wait_for_completion: w1", "completion_done: w2",
                    "dma_fence_wait_timeout: {fence: g}", "mutex_trylock: m0",
                    "dma_fence_is_signaled: g", "read: x"}) +
         "\n" + margin_ + "  into: " + r);
    if (text_.find("mutex_trylock: m0\n" + margin_ + "  into: " + r) !=
        text_.npos)
      step("if: " + r + "\n" + margin_ + "  then: [{mutex_unlock: m0}]");
    step("if: " + r + (dice_.chance(2) ? " == 0" : " != 0"));
    const std::string margin = margin_;
    text_ += margin_ + "  then:\n";
    margin_ = margin + "    ";
    something(depth - 1);
    margin_ = margin;
    if (dice_.chance(6)) return;
    do_it(duty, 0);
  }

  void wait() {
    if (contains_ && dice_.chance(3))
      return step(dice_.one({"dma_fence_wait: a", "dma_fence_is_signaled: a",
                             "dma_fence_wait_timeout: {fence: a}",
                             "dma_fence_enable_sw_signaling: a"}));
    if (later_ && dice_.chance(4)) return step(wait_for_later());
    if (boxed_ && dice_.chance(3))
      return step(dice_.one({"drm_syncobj_wait: so",
                             "drm_syncobj_wait: {syncobj: so, flags: "
                             "WAIT_FOR_SUBMIT}"}));
    switch (dice_.pick(12)) {
      case 0: return step("wait_for_completion: w1");
      case 1: return step("wait_for_completion: w2");
      case 2: return step("dma_fence_wait: g");
      case 3: return step("wait_event: {wq: q, until: " + condition() + "}");
      case 4: return step("wait_for_completion_timeout: {completion: w0}");
      case 5: return step("dma_fence_wait: f");
      case 6: return step("wait_for_completion_interruptible: w0");
      case 7: return step("dma_fence_wait_any: [f, g]");
      case 8:
        if (items_.empty() || items_.front().second != "work_struct")
          return step("wait_for_completion: w0");
        return step("flush_work: i0");
      case 9:
        if (!dice_.chance(3)) return step("wait_for_completion: w0");
        return go_round();
      default: return step("wait_for_completion: w0");
    }
  }

  void something(int depth) {
    if (depth <= 0) return wait();
    switch (dice_.pick(6)) {
      case 0:
      case 1: return locked([&] { something(depth - 1); }, false);
      case 2: return locked([] {}, true);
      default: wait();
    }
  }

  Dice dice_;
  int threads_ = 2, made_ = 0;
  const bool contains_;  // the fences are in a container
  const bool later_;     // not only work items run later; RCU and its like
  std::string container_;
  std::string text_, margin_, functions_;
  std::vector<std::pair<std::string, std::string>> items_;  // and types
  bool kthread_ = false, boxed_ = false;
  bool publishes_ = false, enables_ = false, loops_ = false;
};

}  // namespace

std::string random_claim_scenario(std::uint64_t seed) {
  return Text(seed).write();
}

}  // namespace picket::oracle
