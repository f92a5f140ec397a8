#include "tests/support/random_rules.h"

#include <initializer_list>
#include <string_view>
#include <vector>

namespace picket::test {
namespace {

class Writer {
 public:
  explicit Writer(Random& random) : random_(random) {}

  std::string scenario() {
    declare();
    const int threads = 2 + chance(3);
    for (int t = 0; t < threads; ++t) thread(t, threads == 2 ? 5 : 3);
    text_ += "rules:\n  r: " + rule() + "\n";
    return text_;
  }

  std::string comparison() {
    declare();
    for (int t = 0; t < 2; ++t) thread(t, 1);
    const std::string base = rule();
    text_ += "rules:\n  b: " + base + "\n";
    // Half of them are nearly the same.
    text_ += "  c: " + (chance(2) ? varied(base) : rule()) + "\n";
    const bool two = chance(3);
    if (two) text_ += "  d: " + rule() + "\n";
    return text_ + "rule_sets:\n  s: {rules: [" + (two ? "c, d" : "c") +
           "], stricter_than: b}\n";
  }

 private:
  void declare() {
    text_ = "scenario: random\nobjects:\n  m[i=0..1]: mutex\n";
    for (int i = 0; i < 2; ++i) {
      text_ += "  f" + std::to_string(i) + ": {type: dma_fence, timeline: t";
      if (chance(3)) text_ += ", published: false";
      if (chance(8)) text_ += ", signaled: true";
      if (chance(4)) text_ += ", class: render";
      text_ += "}\n";
    }
    text_ += "  g: {type: dma_fence, class: render}\n";
    text_ += "  c: completion\n  x: int\n";
    if (chance(4)) text_ += "  w: {type: work_struct, function: cb}\n";
    text_ += "functions:\n  cb:\n    - " + simple() + "\n";
    text_ += "  both:\n    - " + simple() + "\n";
    text_ += "    - {nop: ~, label: here}\n";
    text_ += "threads:\n";
  }

  // With another word in the place of one of these.
  std::string varied(std::string rule) {
    static constexpr std::string_view kOthers[][2] = {
        {"(f0)", "(*)"},
        {"(f1)", "(*)"},
        {"(g)", "(*)"},
        {"m[0]", "m"},
        {"m[1]", "m"},
        {"signalling(render)", "signalling"},
        {", across: true", ""},
        {".enter", ""},
        {"kmalloc(GFP_KERNEL)", "kmalloc"},
        {" by t0", ""},
        {" by t1", ""},
        {"at_most: 2", "at_most: 1"}};
    const int from = pick(12);
    for (int i = 0; i < 12; ++i) {
      const auto& [narrow, wide] = kOthers[(from + i) % 12];
      const auto at = rule.find(narrow);
      if (at == std::string::npos) continue;
      return rule.replace(at, narrow.size(), wide);
    }
    return rule;
  }

  int pick(int n) {
    return static_cast<int>(random_() % static_cast<unsigned>(n));
  }
  bool chance(int n) { return pick(n) == 0; }
  std::string_view one(std::initializer_list<std::string_view> list) {
    return list.begin()[pick(static_cast<int>(list.size()))];
  }
  std::string some(std::initializer_list<std::string_view> list) {
    return std::string(one(list));
  }

  std::string fence() { return some({"f0", "f1", "f0", "f1", "g"}); }
  std::string lock() { return some({"m[0]", "m[1]"}); }

  // A step that leaves nothing open.
  std::string simple() {
    switch (pick(12)) {
      case 0:
      case 1: return "dma_fence_signal: " + fence();
      case 2:
      case 3: return "publish: " + fence();
      case 4: return "dma_fence_wait: " + fence();
      case 5: return "complete: c";
      case 6: return "wait_for_completion: c";
      case 7: return "kmalloc: " + some({"GFP_KERNEL", "GFP_ATOMIC"});
      case 8:
      case 9: return "set: {x: 1}";
      case 10: return "{dma_fence_is_signaled: " + fence() + ", into: a}";
      default: return "nop";
    }
  }

  void line(const std::string& step) { text_ += "    - " + step + "\n"; }

  void thread(int number, int steps) {
    text_ += "  t" + std::to_string(number) + ":\n";
    if (chance(8)) {
      text_ +=
          "    starts: " + some({"x == 1", "signaled(f0)"}) + "\n    steps:\n";
    }
    std::vector<std::string> open;
    line(simple());
    for (int i = pick(steps); i > 0; --i) step(open);
    while (!open.empty()) close(open);
  }

  void close(std::vector<std::string>& open) {
    // Now and then nobody does, which is a misuse.
    if (!chance(12)) line(open.back());
    open.pop_back();
  }

  void step(std::vector<std::string>& open) {
    switch (pick(14)) {
      case 0:
      case 1:
      case 2: {
        const std::string m = lock();
        line("mutex_lock: \"" + m + "\"");
        open.push_back("mutex_unlock: \"" + m + "\"");
        break;
      }
      case 3: {
        const std::string m = lock();
        line("{mutex_trylock: \"" + m + "\", into: got}");
        open.push_back("{mutex_unlock: \"" + m + "\", when: got}");
        break;
      }
      case 4:
      case 5:
        line("dma_fence_begin_signalling" +
             some({"", "", ": render", ": dma_fence"}));
        open.push_back("dma_fence_end_signalling");
        break;
      case 6:
        if (!open.empty()) close(open);
        break;
      case 7:
        line("{dma_fence_add_callback: {fence: " + fence() + ", cb: cb}}");
        break;
      case 8: line("call: both"); break;
      case 9: line("choose: [[" + simple() + "], [nop]]"); break;
      case 10:
        line("{dma_fence_wait_timeout: {fence: " + fence() +
             ", timeout: 1}, into: left}");
        break;
      default: line(simple());
    }
  }

  std::string by() {
    return chance(6) ? some({" by t0", " by t1"}) : std::string();
  }

  // With `variable`, it names $f.
  std::string term(bool variable) {
    const std::string object = variable ? "$f" : fence();
    if (variable || pick(3)) {
      const std::string op =
          some({"dma_fence_signal", "publish", "dma_fence_wait",
                "dma_fence_wait.enter", "dma_fence_signal.enter"});
      if (!variable && chance(5)) return op + "(class=render)" + by();
      return op + "(" + (!variable && chance(4) ? "*" : object) + ")" + by();
    }
    return some({"mutex_lock(m[0])", "mutex_lock(m)", "mutex_lock.enter(m[1])",
                 "mutex_unlock(m)", "kmalloc(GFP_KERNEL)", "kmalloc",
                 "complete(c)", "wait_for_completion(c)",
                 "wait_for_completion.enter(c)", "label(here)", "set(x)",
                 "mutex_trylock(*)", "dma_fence_begin_signalling(render)",
                 "dma_fence_begin_signalling", "dma_fence_is_signaled(f0)"}) +
           by();
  }

  std::string selector(bool variable = false) {
    return term(variable) + (chance(5) ? " | " + term(variable) : "");
  }

  std::string interval(bool variable) {
    switch (pick(7)) {
      case 0:
        return "held(" + (variable ? "$f" : some({"m", "m[0]", "m[1]"})) + ")";
      case 1:
        return variable ? "signalling($f)"
                        : some({"signalling", "signalling(render)",
                                "signalling(f0)", "signalling(dma_fence)"});
      case 2: return "pending(" + (variable ? "$f" : fence()) + ")";
      case 3:
      case 4:
        return "between(" + selector(variable) + ", " + selector(variable) +
               ")";
      case 5: return "after(" + selector(variable) + ")";
      default: return "before(" + selector(variable) + ")";
    }
  }

  std::string unless() {
    return chance(5) ? ", unless: " + quote(selector()) : std::string();
  }

  static std::string quote(const std::string& s) { return "\"" + s + "\""; }

  std::string rule() {
    const bool v = chance(2);
    switch (pick(9)) {
      case 0:
      case 1: {
        const bool inside = v && chance(2);
        return "{never: " + quote(selector(v)) +
               (chance(4) ? ""
                          : ", within: " + quote(interval(inside)) +
                                (chance(2) ? ", across: true" : "")) +
               unless() + "}";
      }
      case 2:
        return "{only_if: " + quote(selector(v)) +
               ", first: " + quote(selector(v)) + unless() + "}";
      case 3:
        return "{order: [" + quote(selector(v)) + ", " + quote(selector(v)) +
               "]" + unless() + "}";
      case 4:
        return "{leads_to: [" + quote(selector(v)) + ", " + quote(selector(v)) +
               "]" + unless() + "}";
      case 5:
        return "{in_order: " + quote(selector(chance(2))) +
               ", by: seqno, per: " + some({"timeline", "class"}) + "}";
      case 6:
        return "{at_most: " + std::to_string(pick(3)) +
               ", of: " + quote(interval(v)) + "}";
      case 7:
        return "{exclusive: [" + quote(interval(v)) + ", " +
               quote(interval(v)) + "]}";
      default: return "{acyclic: [program_order, signals, waits_for]}";
    }
  }

  Random& random_;
  std::string text_;
};

}  // namespace

std::string random_scenario_with_rule(Random& random) {
  return Writer(random).scenario();
}

std::string random_comparison(Random& random) {
  return Writer(random).comparison();
}

}  // namespace picket::test
