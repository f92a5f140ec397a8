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

}  // namespace

void write_in_interrupt(Draft& d) {
  switch (d.dice.pick(8)) {
    case 0:
    case 1:
    case 2: return write_spinlock(d);
    case 3: return write_rwlock(d);
    case 4: return write_context(d);
    default: return write_notice(d);
  }
}

std::string place_of_a_thread(Draft& d) {
  std::string text;
  if (!d.dice.chance(6))
    text += "    cpu: " + d.dice.one({"0", "0", "0", "1"}) + "\n";
  d.in_interrupt = d.dice.chance(2);
  if (d.in_interrupt)
    text +=
        "    context: " + d.dice.one({"hardirq", "hardirq", "softirq"}) + "\n";
  return text;
}

}  // namespace picket::oracle
