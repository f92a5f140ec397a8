// Threads that share CPUs, and what interrupts among them do: hardly anything
// that sleeps.
#include "tests/oracle/phrases.h"

namespace picket::oracle {
namespace {

// Tells somebody that something is done.
void write_notice(Draft& d) {
  switch (d.dice.pick(5)) {
    case 0: return d.step("complete", d.object("c", 2, "completion"));
    case 1: return d.step("dma_fence_signal", fence(d));
    case 2: {
      const std::string q = d.declared("q");
      if (!q.empty()) return d.step(d.dice.one({"wake_up", "wake_up_all"}), q);
      break;
    }
    case 3: return d.step("wake_up_process", d.thread());
    default: break;
  }
  write_data(d);
}

// What a thread does to the handlers among the others.
void write_line(Draft& d) {
  if (d.handlers.empty()) return write_data(d);
  const std::string& handler = d.handlers[static_cast<std::size_t>(
      d.dice.pick(static_cast<int>(d.handlers.size())))];
  if (d.dice.chance(4)) return d.step("synchronize_irq", handler);
  if (!d.dice.chance(15)) d.step("disable_irq", handler);
  d.inner(1);
  if (!d.dice.chance(8)) d.step("enable_irq", handler);
}

void write_local_lock(Draft& d) {
  const std::string l = d.object("ll", 1, "local_lock_t");
  const std::string form = d.dice.one({"", "_irq"});
  critical_section(d, "local_lock" + form, l, "local_unlock" + form, l);
}

}  // namespace

void write_on_cpu(Draft& d) {
  switch (d.dice.pick(7)) {
    case 0: return write_local_lock(d);
    case 1: return write_context(d);
    case 2: return write_spinlock(d);
    case 3: return write_timer(d);
    default: return d.in_interrupt ? write_notice(d) : write_line(d);
  }
}

void write_in_interrupt(Draft& d) {
  switch (d.dice.pick(9)) {
    case 0:
    case 1:
    case 2: return write_spinlock(d);
    case 3: return write_rwlock(d);
    case 4: return write_context(d);
    case 5: return write_on_cpu(d);
    default: return write_notice(d);
  }
}

std::vector<std::string> kinds_of_threads(Draft& d, bool alike) {
  std::vector<std::string> kinds;
  for (int t = 0; t < d.threads; ++t) {
    const bool same = alike && t > 0;
    kinds.push_back(
        same ? kinds.front()
             : d.dice.one({"task", "task", "task", "task", "kthread", "softirq",
                           "softirq", "hardirq", "hardirq", "hardirq"}));
    if (kinds.back() == "hardirq" || kinds.back() == "kthread")
      d.handlers.push_back("t" + std::to_string(t));
  }
  return kinds;
}

std::string place_of_a_thread(Draft& d, const std::string& kind) {
  std::string text;
  if (!d.dice.chance(6))
    text += "    cpu: " + d.dice.one({"0", "0", "0", "1"}) + "\n";
  if (kind != "task") text += "    context: " + kind + "\n";
  if (kind == "hardirq" && d.dice.chance(4)) text += "    threaded: false\n";
  d.in_interrupt = kind == "softirq" || kind == "hardirq";
  return text;
}

}  // namespace picket::oracle
