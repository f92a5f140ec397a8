#include "tests/oracle/report_generator.h"

#include <vector>

#include "tests/oracle/dice.h"

namespace picket::oracle {
namespace {

class Text {
 public:
  explicit Text(std::uint64_t seed) : dice_(seed) {}

  std::string write() {
    const int threads = dice_.chance(3) ? 3 : 2;
    std::vector<std::vector<std::string>> duties(
        static_cast<std::size_t>(threads));
    for (const char* f : {"f", "g", "h"})
      if (f[0] == 'f' || dice_.chance(2)) hand_out(duties, signal(f));
    if (dice_.chance(3)) hand_out(duties, "complete: c");
    std::string text = "threads:\n";
    for (int t = 0; t < threads; ++t)
      text +=
          thread(t, duties[static_cast<std::size_t>(t)], threads == 2 ? 4 : 2);
    return std::string(kObjects) + text;
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
  std::string text_;
  int left_ = 0;
};

}  // namespace

std::string random_report_scenario(std::uint64_t seed) {
  return Text(seed).write();
}

}  // namespace picket::oracle
