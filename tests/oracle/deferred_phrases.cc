// Phrases about what runs later: timers, irq_work, delayed work, kthreads and
// their items.
#include "tests/oracle/phrases.h"

namespace picket::oracle {
namespace {

// A callback that does not sleep, mostly.
std::string callback(Draft& d) {
  if (d.dice.chance(3)) return d.function(1);
  ++d.depth;
  const Lines lines = d.body(2, [&] { write_in_interrupt(d); });
  --d.depth;
  return d.function(lines);
}

// An item does not bring more items.
std::string item(Draft& d, const std::string& prefix, const std::string& type) {
  const std::string known = d.declared(prefix);
  if (d.depth > 0) return known;
  const bool sleeps = type == "delayed_work" || type == "kthread_work";
  return d.object(prefix, d.dice.chance(2) ? 1 : 2, [&] {
    return "{type: " + type +
           ", function: " + (sleeps ? d.function(1) : callback(d)) + "}";
  });
}

}  // namespace

void write_timer(Draft& d) {
  if (d.dice.chance(3)) {
    const std::string h = item(d, "h", "hrtimer");
    if (h.empty()) return d.step("nop");
    if (d.dice.chance(2)) return d.step("hrtimer_cancel", h, d.into());
    return d.step("hrtimer_start", h);
  }
  const std::string t = item(d, "k", "timer_list");
  if (t.empty()) return d.step("nop");
  switch (d.dice.pick(6)) {
    case 0: return d.step("timer_delete", t, d.into());
    case 1:
    case 2: return d.step("timer_delete_sync", t, d.into());
    default: return d.step("mod_timer", t, d.into());
  }
}

void write_irq_work(Draft& d) {
  const std::string w = item(d, "i", "irq_work");
  if (w.empty()) return d.step("nop");
  if (d.dice.chance(3)) return d.step("irq_work_sync", w);
  d.step("irq_work_queue", w, d.into());
}

void write_delayed_work(Draft& d) {
  const std::string w = item(d, "dw", "delayed_work");
  if (w.empty()) return d.step("nop");
  const std::string both = "{wq: " + work_queue(d) + ", work: " + w + "}";
  switch (d.dice.pick(9)) {
    case 0:
    case 1: return d.step("flush_delayed_work", w, d.into());
    case 2: return d.step("cancel_delayed_work_sync", w, d.into());
    case 3:
    case 4: return d.step("mod_delayed_work", both, d.into());
    case 5: return d.step("flush_workqueue", work_queue(d));
    case 6:
      if (d.dice.chance(3)) return d.step("drain_workqueue", work_queue(d));
      break;
    default: break;
  }
  d.step("queue_delayed_work", both, d.into());
}

void write_kthread(Draft& d) {
  switch (d.dice.pick(9)) {
    case 0:
    case 1: return d.step("kthread_stop", d.thread(), d.into());
    case 2: return d.step("kthread_park", d.thread());
    case 3: return d.step("kthread_unpark", d.thread());
    case 4: return d.step("kthread_parkme");
    case 5:
    case 6: return d.step("kthread_should_stop", "", d.into());
    default:
      d.step("set_current_state", "TASK_INTERRUPTIBLE");
      if (d.dice.chance(2)) d.step("kthread_should_stop", "", d.into());
      d.step("schedule");
      if (d.dice.chance(2)) d.step("set_current_state", "TASK_RUNNING");
  }
}

void write_kthread_work(Draft& d) {
  const std::string w = item(d, "kw", "kthread_work");
  if (w.empty() || d.dice.chance(8)) return write_kthread(d);
  if (d.dice.chance(3)) return d.step("kthread_flush_work", w);
  d.step("kthread_queue_work", "{worker: " + d.thread() + ", work: " + w + "}",
         d.into());
}

}  // namespace picket::oracle
