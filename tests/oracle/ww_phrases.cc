// Phrases about wound/wait mutexes and reservations: transactions that back
// off, and the fences of a reservation.
#include "tests/oracle/phrases.h"

namespace picket::oracle {
namespace {

struct WwNames {
  std::string prefix;     // of the operations
  std::string type;       // of the locks
  std::string lock, ctx;  // of the objects
};

WwNames names(bool reservation) {
  return reservation ? WwNames{"dma_resv_", "dma_resv", "v", "rc"}
                     : WwNames{"ww_mutex_", "ww_mutex", "a", "wc"};
}

// The class of the scenario's ww_mutexes follows one of both algorithms: the
// first context that is declared says which.
std::string context(Draft& d, const WwNames& n) {
  const bool reservation = n.type == "dma_resv";
  return d.object(n.ctx, 3, [&] {
    std::string text = "{type: ww_acquire_ctx";
    if (d.dice.chance(40)) return text + ", class: other_class}";
    return text + (reservation ? ", class: reservation_ww_class}" : "}");
  });
}

std::string lock(Draft& d, const WwNames& n) {
  const bool first = d.declared(n.lock).empty();
  return d.object(n.lock, 2, [&] {
    if (!first || d.dice.chance(2)) return n.type;
    return "{type: " + n.type +
           ", algorithm: " + d.dice.one({"wait-die", "wound-wait"}) + "}";
  });
}

std::string with(const std::string& lock, const std::string& ctx) {
  return "{lock: " + lock + ", ctx: " + ctx + "}";
}

// lock second; if -EDEADLK: unlock first, lock second slowly, unlock it.
void second_lock(Draft& d, const WwNames& n, const std::string& first,
                 const std::string& second, const std::string& ctx) {
  const std::string r = d.fresh_local();
  const bool intr = d.dice.chance(3);
  d.step(n.prefix + (intr ? "lock_interruptible" : "lock"), with(second, ctx),
         ", into: " + r);
  if (d.dice.chance(3)) {
    d.step(n.prefix + "unlock", second, ", when: " + r + " == 0");
    return;
  }
  d.block("if: " + r + " == -EDEADLK",
          {{"then",
            [&] {
              if (!d.dice.chance(12)) d.step(n.prefix + "unlock", first);
              d.step(n.prefix + "lock_slow" + (intr ? "_interruptible" : ""),
                     with(second, ctx));
              if (!d.dice.chance(12)) d.step(n.prefix + "unlock", second);
            }},
           {"else", [&] {
              d.step(n.prefix + "unlock", second,
                     intr ? ", when: " + r + " == 0" : "");
              if (!d.dice.chance(12)) d.step(n.prefix + "unlock", first);
            }}});
}

void transaction(Draft& d, const WwNames& n) {
  const std::string ctx = context(d, n);
  const std::string first = lock(d, n);
  const std::string second = lock(d, n);
  d.step("ww_acquire_init", ctx);
  if (d.dice.chance(5)) {
    const std::string r = d.fresh_local();
    const bool resv = n.type == "dma_resv";
    d.step(n.prefix + "trylock", resv ? first : with(first, ctx),
           ", into: " + r);
    d.inner(1);
    d.step(n.prefix + "unlock", first, ", when: " + r);
  } else {
    d.step(n.prefix + "lock", with(first, ctx));
    if (d.dice.chance(3)) {
      d.inner(2);
      if (d.dice.chance(4)) d.step("ww_acquire_done", ctx);
      d.step(n.prefix + "unlock", first);
    } else {
      second_lock(d, n, first, second, ctx);
    }
  }
  if (!d.dice.chance(20)) d.step("ww_acquire_fini", ctx);
}

void alone(Draft& d, const WwNames& n) {
  const std::string l = lock(d, n);
  switch (d.dice.pick(5)) {
    case 0:
      return attempted_section(d, n.prefix + "trylock", l, "%",
                               n.prefix + "unlock", l);
    case 1:
      if (d.dice.chance(2)) d.step("signal_pending", d.thread());
      return attempted_section(d, n.prefix + "lock_interruptible", l, "% == 0",
                               n.prefix + "unlock", l);
    default: critical_section(d, n.prefix + "lock", l, n.prefix + "unlock", l);
  }
}

std::string usage(Draft& d) {
  return d.dice.one({"KERNEL", "WRITE", "READ", "BOOKKEEP"});
}

void wait_for_fences(Draft& d, const std::string& resv) {
  std::string argument = "{resv: " + resv;
  if (d.dice.chance(2)) argument += ", usage: " + usage(d);
  if (d.dice.chance(4)) argument += ", intr: true";
  if (d.dice.chance(3))
    argument += std::string(", timeout: ") + d.dice.one({"0", "5"});
  d.step("dma_resv_wait_timeout", argument + "}", d.into());
}

}  // namespace

std::string reservation(Draft& d) { return lock(d, names(true)); }

void write_transaction(Draft& d) {
  if (d.dice.chance(4)) return alone(d, names(false));
  transaction(d, names(false));
}

// A fence is added under the lock, behind a reserved slot.
void write_reservation(Draft& d) {
  const std::string v = reservation(d);
  switch (d.dice.pick(8)) {
    case 0:
    case 1: return wait_for_fences(d, v);
    case 2:
      return d.step("dma_resv_test_signaled",
                    "{resv: " + v +
                        (d.dice.chance(2) ? ", usage: " + usage(d) : "") + "}",
                    d.into());
    case 3:
    case 4:
      if (d.dice.chance(2)) return alone(d, names(true));
      return transaction(d, names(true));
    default: break;
  }
  d.step("dma_resv_lock", v);
  if (!d.dice.chance(15))
    d.step("dma_resv_reserve_fences",
           "{resv: " + v + ", n: " + d.dice.one({"1", "1", "2"}) + "}");
  for (int n = 1 + d.dice.chance(4); n > 0; --n)
    d.step("dma_resv_add_fence",
           "{resv: " + v + ", fence: " + fence(d) +
               (d.dice.chance(2) ? ", usage: " + usage(d) : "") + "}");
  if (d.dice.chance(5)) wait_for_fences(d, v);
  if (!d.dice.chance(25)) d.step("dma_resv_unlock", v);
}

}  // namespace picket::oracle
