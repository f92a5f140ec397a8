// A report of lockdep, read from a log, as plain data.
//
// Must not know: what a scenario is. The texts are those of
// kernel/locking/lockdep.c (print_circular_bug, print_deadlock_bug,
// print_usage_bug, print_irq_inversion_bug, print_bad_irq_dependency).
#pragma once

#include <string>
#include <vector>

#include "explorer/exchange/lock_text.h"

namespace picket {

enum class LockdepKind : std::uint8_t {
  circular,
  recursive,
  inconsistent,  // one lock, in an interrupt and with interrupts on
  irq_order,     // a safe lock, then an unsafe one
};

// A class and how it was acquired while the one before it was held.
struct ChainLink {
  LockText lock;
  CallTrace trace;
};

struct LockdepReport {
  LockdepKind kind = LockdepKind::circular;
  int line = 0;  // of its heading
  std::string task;
  std::string kernel;
  LockText wanted, held;
  std::vector<ChainLink> chain;   // [0] is #0
  LockText safe, unsafe;          // irq_order
  bool softirq = false;           // the interrupt meant
  bool now_in_interrupt = false;  // inconsistent: `trace` is the interrupt's
  std::vector<LockText> all_held;
  CallTrace trace;       // of the task that reported
  CallTrace registered;  // the other side of an inconsistent state
};

struct LogProblem {
  int line = 0;
  std::string text;
};

// The report in log[from, to), whose first line is its heading.
LockdepReport read_lockdep(const Log& log, std::size_t from, std::size_t to,
                           LockdepKind kind, std::vector<LogProblem>& problems);

}  // namespace picket
