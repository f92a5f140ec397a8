// Phrases about RCU, SRCU and simple wait queues.
#include "tests/oracle/phrases.h"

namespace picket::oracle {
namespace {

// What readers and callbacks do: look, mostly.
void look(Draft& d) {
  if (d.dice.chance(3)) return d.inner(1);
  if (d.dice.chance(2)) return write_in_interrupt(d);
  d.step("read", d.object("x", 1, "int"), ", into: " + d.fresh_local());
}

void section(Draft& d, const std::string& flavour) {
  d.step("rcu_read_lock" + flavour);
  look(d);
  if (!d.dice.chance(20)) d.step("rcu_read_unlock" + flavour);
}

std::string callback(Draft& d) {
  if (d.dice.chance(4)) return d.function(1);
  ++d.depth;
  const Lines lines = d.body(1, [&] { write_in_interrupt(d); });
  --d.depth;
  return d.function(lines);
}

}  // namespace

void write_rcu(Draft& d) {
  switch (d.dice.pick(9)) {
    case 0:
    case 1:
    case 2:
      return section(d, d.dice.chance(2) ? d.dice.one({"_bh", "_sched"}) : "");
    case 3:
    case 4:
    case 5: return d.step("synchronize_rcu");
    case 6: return d.step("rcu_barrier");
    default:
      if (d.depth > 0) return d.step("nop");
      return d.step("call_rcu", callback(d));
  }
}

void write_srcu(Draft& d) {
  const std::string s = d.object("ss", d.dice.chance(4) ? 2 : 1, "srcu_struct");
  if (d.dice.chance(2)) return d.step("synchronize_srcu", s);
  d.step("srcu_read_lock", s);
  d.inner(2);
  if (!d.dice.chance(20)) d.step("srcu_read_unlock", s);
}

void write_swait(Draft& d) {
  const std::string q =
      d.object("sq", d.dice.chance(4) ? 2 : 1, "swait_queue_head");
  const std::string x = d.object("x", 1, "int");
  switch (d.dice.pick(7)) {
    case 0:
    case 1:
    case 2:
      return d.step("swait_event",
                    "{wq: " + q + ", until: \"" + x + " == 1\"}");
    case 3: return d.step("swait_active", q, d.into());
    default: break;
  }
  if (!d.dice.chance(4)) d.step("set", "{" + x + ": 1}");
  d.step(d.dice.chance(3) ? "swake_up_all" : "swake_up_one", q);
}

}  // namespace picket::oracle
