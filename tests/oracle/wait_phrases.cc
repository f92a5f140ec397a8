// Phrases about wait queues, sleeping, signals and completions.
#include "tests/oracle/phrases.h"

namespace picket::oracle {
namespace {

std::string queue(Draft& d) {
  return d.object("q", d.dice.chance(4) ? 2 : 1, "wait_queue_head");
}

// The condition of a wait, and what makes it true.
std::string until(Draft& d) {
  if (d.dice.chance(4)) return d.quoted_condition();
  return "\"" + d.object("x", 1, "int") + " == 1\"";
}

void wake(Draft& d) {
  if (!d.dice.chance(4)) d.step("set", "{" + d.object("x", 1, "int") + ": 1}");
  if (d.dice.chance(7)) return;
  const std::string q = queue(d);
  switch (d.dice.pick(7)) {
    case 0: return d.step("wake_up_all", q);
    case 1:
      return d.step("wake_up_nr",
                    "{wq: " + q + ", nr: " + d.dice.one({"1", "2"}) + "}");
    case 2: return d.step("wake_up_interruptible", q);
    default: return d.step("wake_up", q);
  }
}

std::string sleep_state(Draft& d) {
  return d.dice.one({"TASK_INTERRUPTIBLE", "TASK_UNINTERRUPTIBLE",
                     "TASK_KILLABLE", "TASK_IDLE"});
}

void schedule(Draft& d) {
  if (d.dice.chance(4))
    d.step("schedule_timeout", d.dice.one({"5", "0"}), d.into());
  else
    d.step("schedule");
}

// prepare, look, sleep, finish.
void open_coded(Draft& d) {
  const std::string q = queue(d);
  d.step(d.dice.one({"prepare_to_wait", "prepare_to_wait",
                     "prepare_to_wait_exclusive"}),
         q);
  if (d.dice.chance(5)) d.step("set_current_state", sleep_state(d));
  if (d.dice.chance(2)) {
    d.block("if: " + until(d),
            {{"then", [&] { d.step("nop"); }}, {"else", [&] { schedule(d); }}});
  } else {
    schedule(d);
  }
  if (!d.dice.chance(15)) d.step("finish_wait", q);
}

void locked_wait(Draft& d, const std::string& q) {
  const std::string l = d.object("l", 1, "spinlock_t");
  const std::string irq = d.dice.chance(2) ? "_irq" : "";
  d.step("spin_lock" + irq, l);
  d.step("wait_event_lock" + irq,
         "{wq: " + q + ", until: " + until(d) + ", lock: " + l + "}");
  if (!d.dice.chance(20)) d.step("spin_unlock" + irq, l);
}

}  // namespace

void write_wait_event(Draft& d) {
  if (d.dice.chance(2)) return wake(d);
  const std::string q = queue(d);
  const std::string argument = "{wq: " + q + ", until: " + until(d);
  switch (d.dice.pick(9)) {
    case 0:
    case 1:
      if (d.dice.chance(3)) d.step("signal_pending", d.thread());
      return d.step(
          d.dice.one({"wait_event_interruptible", "wait_event_killable",
                      "wait_event_interruptible_exclusive"}),
          argument + "}", d.into());
    case 2:
      return d.step(d.dice.one({"wait_event_timeout",
                                "wait_event_interruptible_timeout"}),
                    argument + d.dice.one({", timeout: 5}", ", timeout: 0}"}),
                    d.into());
    case 3: return d.step("wait_event_exclusive", argument + "}");
    case 4: return locked_wait(d, q);
    case 5: return d.step("waitqueue_active", q, d.into());
    default: return d.step("wait_event", argument + "}");
  }
}

void write_sleep(Draft& d) {
  switch (d.dice.pick(8)) {
    case 0:
    case 1: return open_coded(d);
    case 2:
      d.step("set_current_state", sleep_state(d));
      d.inner(1);
      schedule(d);
      if (d.dice.chance(4)) d.step("set_current_state", "TASK_RUNNING");
      return;
    case 3: return d.step("wake_up_process", d.thread(), d.into());
    case 4: return d.step("signal_pending", d.thread());
    default: return wake(d);
  }
}

void write_completion(Draft& d) {
  const std::string c = d.object("c", d.dice.chance(3) ? 2 : 1, [&] {
    if (d.dice.chance(5))
      return "{type: completion, on_stack_of: " + d.thread() + "}";
    return std::string(d.dice.chance(8) ? "{type: completion, done: 1}"
                                        : "completion");
  });
  switch (d.dice.pick(14)) {
    case 0: return d.step("complete_all", c);
    case 1: return d.step("try_wait_for_completion", c, d.into());
    case 2: return d.step("completion_done", c, d.into());
    case 3:
      if (d.dice.chance(2)) return d.step("reinit_completion", c);
      break;
    case 4:
      if (d.dice.chance(2)) d.step("signal_pending", d.thread());
      return d.step(d.dice.one({"wait_for_completion_interruptible",
                                "wait_for_completion_killable"}),
                    c, d.into());
    case 5:
      return d.step(
          d.dice.one({"wait_for_completion_timeout",
                      "wait_for_completion_interruptible_timeout"}),
          "{completion: " + c + ", timeout: " + d.dice.one({"5", "0"}) + "}",
          d.into());
    case 6:
    case 7:
    case 8:
    case 9: return d.step("wait_for_completion", c);
    default: break;
  }
  d.step("complete", c);
}

}  // namespace picket::oracle
