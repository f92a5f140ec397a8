#include "tests/oracle/scenario_generator.h"

#include <algorithm>

#include "spec/yaml/scenario_reader.h"
#include "tests/oracle/families.h"
#include "tests/oracle/phrases.h"
#include "tests/oracle/random_rule.h"

namespace picket::oracle {
namespace {

// One theme by weight.
const Theme& draw(Dice& dice) {
  int total = 0;
  for (const Theme& t : all_themes()) total += t.weight;
  int at = dice.pick(total);
  for (const Theme& t : all_themes())
    if ((at -= t.weight) < 0) return t;
  return all_themes().front();
}

int steps_of_a_thread(Draft& d, bool small) {
  if (small) return 1 + d.dice.pick(3);
  switch (d.threads) {
    case 2: return 2 + d.dice.pick(5);
    case 3: return 1 + d.dice.pick(4);
    default: return 1 + d.dice.pick(2);
  }
}

std::string attributes_of_a_thread(Draft& d) {
  std::string text;
  if (d.dice.chance(d.endless ? 4 : 12)) text += "    daemon: true\n";
  if (d.dice.chance(14)) text += "    starts: " + d.quoted_condition() + "\n";
  if (!d.cpus && d.dice.chance(20)) text += "    context: kthread\n";
  return text;
}

std::string thread(Draft& d, int number, const std::string& kind, bool small) {
  const std::string place = d.cpus ? place_of_a_thread(d, kind) : "";
  const Lines steps = d.body(steps_of_a_thread(d, small), [&] {
    do d.phrase();
    while (d.budget > 0);
  });
  std::string text = "  t" + std::to_string(number) + ":\n" + place;
  text += attributes_of_a_thread(d) + "    steps:\n";
  for (const std::string& line : steps) text += "      " + line + "\n";
  return text;
}

std::string config(Dice& dice) {
  std::string keys;
  const auto add = [&](const char* key, int n) {
    if (dice.chance(n)) keys += (keys.empty() ? "" : ", ") + std::string(key);
  };
  add("spurious_wakeups: true", 25);
  add("debug_ww_slowpath: true", 20);
  add("queued_rwlocks: false", 12);
  add("lock_stealing: false", 12);
  add("raw_lock_nesting: false", 12);
  add("mmu_notifier: false", 20);
  add("preempt_rcu: false", 20);
  add("store_buffers: true", 10);
  if (keys.find("preempt_rcu") == keys.npos) add("preempt_rt: true", 6);
  return keys.empty() ? "" : "config: {" + keys + "}\n";
}

std::string reclaim(Draft& d) {
  if (!d.dice.chance(3)) return "";
  std::string text = "reclaim: [" + d.function(1);
  if (d.dice.chance(3))
    text += ", {call: " + d.function(1) +
            ", needs: " + d.dice.one({"fs", "io"}) + "}";
  return text + "]\n";
}

// A loop without a bound has endlessly many schedules.
std::string limits(Draft& d, const std::string& text) {
  std::string keys;
  if (text.find("- while:") != text.npos && (!d.endless || d.dice.chance(4)))
    keys = "loops: " + d.dice.one({"1", "2", "3"});
  if (d.dice.chance(8))
    keys += (keys.empty() ? "" : ", ") + std::string("preemptions: ") +
            d.dice.one({"0", "1", "2"});
  return keys.empty() ? "" : "limits: {" + keys + "}\n";
}

std::string write(Draft& d, bool small) {
  std::vector<const Theme*> themes;
  for (int n = 1 + d.dice.pick(3); n > 0; --n) themes.push_back(&draw(d.dice));
  d.cpus = d.dice.chance(3);
  d.phrase = [&] {
    if (d.in_interrupt && !d.dice.chance(6)) return write_in_interrupt(d);
    if (d.cpus && d.dice.chance(4)) return write_on_cpu(d);
    if (d.dice.chance(d.endless ? 5 : 9)) return write_control(d);
    if (d.dice.chance(16)) return write_data(d);
    if (d.dice.chance(80)) return write_life(d);
    themes[static_cast<std::size_t>(
               d.dice.pick(static_cast<int>(themes.size())))]
        ->write(d);
  };
  d.endless = !small && d.dice.chance(8);
  d.threads = d.dice.chance(12) ? 4 : d.dice.chance(3) ? 3 : 2;
  const bool allocates =
      std::any_of(themes.begin(), themes.end(), [](const Theme* t) {
        return t->write == write_memory || t->write == write_reservation;
      });
  std::string head = config(d.dice);
  if (allocates) head += reclaim(d);
  std::string threads = "threads:\n";
  const int bodies = d.dice.chance(12) ? 1 : d.threads;  // one: all alike
  const std::vector<std::string> kinds = kinds_of_threads(d, bodies == 1);
  for (int t = 0; t < bodies; ++t)
    threads += thread(d, t, kinds[static_cast<std::size_t>(t)], small);
  d.in_interrupt = false;
  d.declare("x0", "int");
  std::string text = "scenario: random\n" + head + "objects:\n";
  for (const std::string& line : d.lines_of_objects()) text += line + "\n";
  std::string functions;
  for (const std::string& line : d.functions()) functions += line + "\n";
  if (!functions.empty()) text += "functions:\n" + functions;
  text += threads;
  return with_families(d.dice, text + limits(d, text), d.threads);
}

}  // namespace

const std::vector<Theme>& all_themes() {
  static const std::vector<Theme> table = {
      {"mutex", write_mutex, 6},
      {"spinlock", write_spinlock, 4},
      {"rwlock", write_rwlock, 4},
      {"rwsem", write_rwsem, 5},
      {"semaphore", write_semaphore, 3},
      {"transaction", write_transaction, 6},
      {"reservation", write_reservation, 5},
      {"fence", write_fence, 8},
      {"callbacks", write_callbacks, 6},
      {"references", write_references, 4},
      {"section", write_section, 3},
      {"containers", write_containers, 8},
      {"wait_event", write_wait_event, 7},
      {"sleep", write_sleep, 5},
      {"completion", write_completion, 6},
      {"work", write_work, 7},
      {"memory", write_memory, 3},
      {"timer", write_timer, 6},
      {"irq_work", write_irq_work, 4},
      {"delayed_work", write_delayed_work, 5},
      {"kthread", write_kthread, 5},
      {"kthread_work", write_kthread_work, 4},
      {"rcu", write_rcu, 6},
      {"srcu", write_srcu, 4},
      {"swait", write_swait, 4},
      {"percpu_rwsem", write_percpu_rwsem, 4},
      {"data", write_data, 4},
      {"control", write_control, 3},
      {"context", write_context, 2},
      {"life", write_life, 2},
      {"annotation", write_annotation, 1},
  };
  return table;
}

std::string random_scenario(std::uint64_t seed) {
  Draft draft(seed);
  return write(draft, false);
}

std::string random_scenario_with_rules(std::uint64_t seed) {
  Draft draft(seed);
  std::string text = write(draft, true);
  const ReadResult read = read_scenario_text("random.yaml", text, {});
  if (read.scenarios.empty()) return text;
  text += "rules:\n";
  for (int n = 0; n < 3; ++n) {
    const std::string longer = text + "  r" + std::to_string(n) + ": " +
                               random_rule(draft.dice, read.scenarios.front()) +
                               "\n";
    if (!read_scenario_text("random.yaml", longer, {}).scenarios.empty())
      text = longer;
  }
  return text;
}

}  // namespace picket::oracle
