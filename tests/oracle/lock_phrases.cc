// Phrases about mutexes, spinning locks, reader/writer locks and semaphores.
#include "tests/oracle/phrases.h"

namespace picket::oracle {
namespace {

void let_go(Draft& d, const std::string& release, const std::string& lock,
            const std::string& extras = "") {
  if (d.dice.chance(25)) return;
  d.step(release, lock, extras);
  if (d.dice.chance(60)) d.step(release, lock);
}

std::string replaced(std::string text, const std::string& local) {
  for (std::size_t at; (at = text.find('%')) != text.npos;)
    text.replace(at, 1, local);
  return text;
}

// An interruptible form needs somebody who interrupts.
void maybe_signal(Draft& d) {
  if (d.dice.chance(3)) d.step("signal_pending", d.thread());
}

std::string nested(const std::string& lock) {
  return "{lock: " + lock + ", subclass: 1}";
}

struct SpinForm {
  const char* take;
  const char* release;
  bool tries;  // there is a trylock of that form
};

constexpr SpinForm kSpinForms[] = {
    {"", "", true},         {"", "", true},
    {"_irq", "_irq", true}, {"_irqsave", "_irqrestore", true},
    {"_bh", "_bh", true},
};

}  // namespace

void critical_section(Draft& d, const std::string& take,
                      const std::string& argument, const std::string& release,
                      const std::string& lock) {
  --d.budget;
  d.step(take, argument);
  d.inner(2);
  let_go(d, release, lock);
  ++d.budget;
}

void attempted_section(Draft& d, const std::string& take,
                       const std::string& argument, const std::string& got,
                       const std::string& release, const std::string& lock) {
  const std::string local = d.fresh_local();
  const std::string guard = "\"" + replaced(got, local) + "\"";
  --d.budget;
  d.step(take, argument, ", into: " + local);
  if (d.dice.chance(2)) {
    d.block("if: " + guard, {{"then", [&] {
                                d.inner(1);
                                let_go(d, release, lock);
                              }}});
  } else {
    d.inner(1);
    // After other phrases the local may have been assigned again.
    let_go(d, release, lock, ", when: " + guard);
  }
  ++d.budget;
}

void write_mutex(Draft& d) {
  if (d.dice.chance(7)) {
    const std::string m = d.object("rt", 1, "rt_mutex");
    if (d.dice.chance(3))
      attempted_section(d, "rt_mutex_trylock", m, "%", "rt_mutex_unlock", m);
    else
      critical_section(d, "rt_mutex_lock", m, "rt_mutex_unlock", m);
    return;
  }
  const std::string m = d.object("m", 2, "mutex");
  const std::string unlock = "mutex_unlock";
  switch (d.dice.pick(10)) {
    case 0:
    case 1: return attempted_section(d, "mutex_trylock", m, "%", unlock, m);
    case 2:
    case 3:
      maybe_signal(d);
      return attempted_section(
          d, d.dice.one({"mutex_lock_interruptible", "mutex_lock_killable"}), m,
          "% == 0", unlock, m);
    case 4:
      return critical_section(d, "mutex_lock_nested", nested(m), unlock, m);
    case 5:
      if (const std::string outer = d.declared("m");
          !outer.empty() && d.dice.chance(2))
        return critical_section(d, "mutex_lock_nest_lock",
                                "{lock: " + m + ", nest: " + outer + "}",
                                unlock, m);
      break;
    default: break;
  }
  critical_section(d, "mutex_lock", m, unlock, m);
}

namespace {

// Under a mutex, which says who may take several of these.
void nested_in_mutex(Draft& d, const std::string& name, const std::string& l) {
  const std::string m = d.object("m", 1, "mutex");
  const bool held = !d.dice.chance(4);
  if (held) d.step("mutex_lock", m);
  critical_section(d, name + "lock_nest_lock",
                   "{lock: " + l + ", nest: " + m + "}", name + "unlock", l);
  if (held) d.step("mutex_unlock", m);
}

}  // namespace

void write_spinlock(Draft& d) {
  const bool raw = d.dice.chance(4);
  const std::string l = raw ? d.object("raw", 1, "raw_spinlock_t")
                            : d.object("l", 2, "spinlock_t");
  const std::string name = raw ? "raw_spin_" : "spin_";
  const SpinForm& form = kSpinForms[d.dice.pick(5)];
  const std::string unlock = name + "unlock" + form.release;
  if (d.dice.chance(3))
    return attempted_section(d, name + "trylock" + form.take, l, "%", unlock,
                             l);
  if (*form.take == 0 && d.dice.chance(5))
    return critical_section(d, name + "lock_nested", nested(l), unlock, l);
  if (*form.take == 0 && d.dice.chance(5)) return nested_in_mutex(d, name, l);
  critical_section(d, name + "lock" + form.take, l, unlock, l);
}

void write_rwlock(Draft& d) {
  const std::string l = d.object("rw", d.dice.chance(3) ? 2 : 1, "rwlock_t");
  const std::string side = d.dice.one({"read_", "read_", "write_"});
  const SpinForm& form = kSpinForms[d.dice.pick(5)];
  if (d.dice.chance(4))
    return attempted_section(d, side + "trylock", l, "%", side + "unlock", l);
  const std::string unlock = side + "unlock" + form.release;
  if (*form.take == 0 && d.dice.chance(6))
    return critical_section(d, side + "lock_nested", nested(l), unlock, l);
  critical_section(d, side + "lock" + form.take, l, unlock, l);
}

void write_rwsem(Draft& d) {
  const std::string s =
      d.object("rs", d.dice.chance(3) ? 2 : 1, "rw_semaphore");
  switch (d.dice.pick(9)) {
    case 0:
      return attempted_section(d, "down_read_trylock", s, "%", "up_read", s);
    case 1:
      return attempted_section(d, "down_write_trylock", s, "%", "up_write", s);
    case 2:
    case 3: {
      --d.budget;
      d.step("down_write", s);
      d.inner(1);
      d.step("downgrade_write", s);
      d.inner(1);
      if (!d.dice.chance(25)) d.step("up_read", s);
      ++d.budget;
      return;
    }
    case 4:
      return critical_section(d, "down_read_nested", nested(s), "up_read", s);
    case 5:
      if (d.dice.chance(2))
        if (const std::string outer = d.declared("m"); !outer.empty())
          return critical_section(d, "down_write_nest_lock",
                                  "{lock: " + s + ", nest: " + outer + "}",
                                  "up_write", s);
      return critical_section(d, "down_write_nested", nested(s), "up_write", s);
    case 6: return critical_section(d, "down_write", s, "up_write", s);
    default: return critical_section(d, "down_read", s, "up_read", s);
  }
}

void write_percpu_rwsem(Draft& d) {
  const std::string how = d.dice.chance(3) ? "write" : "read";
  if (d.dice.chance(3))
    return critical_section(d, "mmap_" + how + "_lock", "",
                            "mmap_" + how + "_unlock", "");
  const std::string p =
      d.object("ps", d.dice.chance(3) ? 2 : 1, "percpu_rw_semaphore");
  critical_section(d, "percpu_down_" + how, p, "percpu_up_" + how, p);
}

void write_semaphore(Draft& d) {
  const std::string s = d.object("s", 2, [&] {
    return d.dice.one({"semaphore", "{type: semaphore, count: 2}",
                       "{type: semaphore, count: 0}"});
  });
  switch (d.dice.pick(6)) {
    case 0: return d.step("up", s);
    case 1: return attempted_section(d, "down_trylock", s, "% == 0", "up", s);
    case 2:
      maybe_signal(d);
      return attempted_section(d, "down_interruptible", s, "% == 0", "up", s);
    default: return critical_section(d, "down", s, "up", s);
  }
}

}  // namespace picket::oracle
