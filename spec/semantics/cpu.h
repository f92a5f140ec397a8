// Contexts that share a CPU: which of them may move.
//
// Follows kernel/sched/core.c (preemption), kernel/softirq.c and
// include/linux/preempt.h of Linux 6.12 with CONFIG_PREEMPT. A task gives way
// to another one wherever it is preemptible; otherwise it stays on its CPU,
// also while it spins. A softirq interrupts tasks, a hardirq also softirqs;
// both run to their end before whatever they have interrupted goes on.
//
// A CPU has no words of its own: who occupies it follows from the words of its
// contexts. It has a location, which whoever runs there reads, and whoever
// changes what the others may do writes. A context that is alone on its CPU has
// nothing of this, unless it may set something going that interrupts it later
// (guest.h): words of the CPU say what does.
//
// With PREEMPT_RT most interrupts are threads, and an irq_work is one too: it
// shares the CPU as a task does.
#pragma once

#include <vector>

#include "spec/semantics/run.h"

namespace picket {

// What the other contexts of a CPU can tell of one of them.
struct CpuStanding {
  bool serves = false;  // an interrupt that has begun and not ended
  bool stays = false;   // a task that no other task may replace
  bool irqs_off = false;
  bool bottom_halves_off = false;
  friend bool operator==(const CpuStanding&, const CpuStanding&) = default;
};

CpuStanding standing(const Program& program, const Word* words,
                     ContextId context);

// May the running context move on its CPU? If not, the effect says why.
bool has_cpu(Run& run);

// All contexts of its CPU, itself too; none if it has a CPU of its own.
const std::vector<ContextId>& mates(const Program& program, ContextId context);

// Does anybody hold the lock who runs where the running context does?
bool holds_on_this_cpu(const Run& run, ObjectId lock);

// Who keeps the context off its CPU; nobody if it may run there.
std::vector<ContextId> occupants(const Program& program, const Word* words,
                                 ContextId context);

// May the context begin there, or go on? The CPU by its number in the layout.
bool lets_in(const Program& program, const Word* words, std::int32_t cpu,
             ContextId context);

// The operation waits, blocked or with more to come, as Effect::want says: if
// it spins, others of its CPU can tell. True if that changed the state.
bool begin_to_spin(Run& run);

}  // namespace picket
