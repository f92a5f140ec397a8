// Phrases about variables, atomic context, the life of objects, and
// annotations.
#include "tests/oracle/phrases.h"

namespace picket::oracle {
namespace {

std::string variable(Draft& d) { return d.object("x", 2, "int"); }
std::string counter(Draft& d) {
  return d.object("n", 1, [&] {
    return d.dice.one({"atomic_t", "{type: atomic_t, initial: 1}",
                       "{type: atomic_t, initial: 2}"});
  });
}

std::string value(Draft& d) {
  switch (d.dice.pick(5)) {
    case 0: return "\"" + variable(d) + " + 1\"";
    case 1: {
      const std::string r = d.local();
      return r.empty() ? "2" : "\"" + r + " * 2\"";
    }
    case 2: return "0";
    default: return "1";
  }
}

// Objects that take a class, for annotations.
std::string classed(Draft& d) {
  for (const char* prefix : {"m", "l", "rs", "map", "rw"})
    if (const std::string o = d.declared(prefix);
        !o.empty() && !d.dice.chance(3))
      return o;
  return d.object("map", 1, "lockdep_map");
}

}  // namespace

void write_data(Draft& d) {
  switch (d.dice.pick(12)) {
    case 0:
    case 1: return d.step("read", variable(d), ", into: " + d.fresh_local());
    case 2: return d.step("atomic_inc", counter(d));
    case 3: return d.step("atomic_dec_and_test", counter(d), d.into());
    case 4:
      return d.step("cmpxchg",
                    "{var: " + variable(d) + ", old: 0, new: " + value(d) + "}",
                    d.into());
    case 5:
      if (d.dice.chance(3)) return d.step("assert", d.quoted_condition());
      break;
    case 6: return d.step("smp_mb");
    case 7: {
      const std::string a = d.declare("x0", "int"), b = d.declare("x1", "int");
      return d.step("set",
                    "{" + a + ": " + value(d) + ", " + b + ": " + a + "}");
    }
    default: break;
  }
  d.step("set", "{" + variable(d) + ": " + value(d) + "}");
}

void write_context(Draft& d) {
  const auto pair = [&](const char* off, const char* on) {
    d.step(off);
    d.inner(1);
    if (!d.dice.chance(15)) d.step(on);
  };
  switch (d.dice.pick(6)) {
    case 0: return pair("local_irq_disable", "local_irq_enable");
    case 1: return pair("local_irq_save", "local_irq_restore");
    case 2: return pair("local_bh_disable", "local_bh_enable");
    case 3: return pair("preempt_disable", "preempt_enable");
    default: return d.step("might_sleep");
  }
}

void write_life(Draft& d) {
  const std::string o = d.any_declared();
  if (o.empty()) return write_data(d);
  d.step(d.dice.one({"free", "init"}), o);
}

void write_annotation(Draft& d) {
  const std::string o = classed(d);
  switch (d.dice.pick(5)) {
    case 0:
      d.step(d.dice.one({"lock_map_acquire", "lock_map_acquire_read"}), o);
      d.inner(1);
      return d.step("lock_map_release", o);
    case 1: return d.step("might_lock", o);
    case 2: return d.step("might_lock_read", o);
    case 3: return d.step("lockdep_assert_held", o);
    default: return d.step("lock_sync", o);
  }
}

}  // namespace picket::oracle
