// What interrupts a CPU that is not its own: an irq_work runs on the CPU that
// queued it, a timer's callback and one of RCU on the CPU that set them going.
//
// Follows kernel/softirq.c of Linux 6.12: hardirqs do not nest, nor do
// softirqs; a hardirq interrupts a softirq. So a CPU has at most one guest of
// each kind, in a word for each: its context + 1.
//
// Must not know: how an item becomes due.
#pragma once

#include <vector>

#include "spec/semantics/run.h"

namespace picket {

// The guest that runs on the CPU, by its number in the layout; none: none does.
ContextId guest_on(const Program& program, const Word* words, std::int32_t cpu,
                   ContextKind kind);

// The CPU that the context runs on as a guest; -1: none.
std::int32_t host_of(const Program& program, const Word* words,
                     ContextId context);

// Where the running context runs at the moment: its own CPU, or that which it
// interrupts. -1: on one of its own.
inline std::int32_t present_cpu(const Run& run) {
  const bool known = run.own.cpu >= 0 || run.program.layout.cpus.empty();
  return known ? run.own.cpu : host_of(run.program, run.words, run.self);
}

// The running context, idle, begins on that CPU. False, and the effect says
// why: it has to wait until it is let in there.
bool is_let_in(Run& run, std::int32_t cpu);
void enter_cpu(Run& run, std::int32_t cpu);

// It has ended; nothing if it was no guest.
void leave_cpu(Run& run);

// Do items of that type run as guests?
bool is_guest_somewhere(ObjectType type);

// Does the context run as a guest that a hardirq may interrupt?
bool may_be_guest(const Program& program, std::size_t context);

// Where what the running context arms, or has armed, will fire: on that CPU, by
// its number in the layout, or (-1) on any other.
std::int32_t firing_cpu(const Run& run, ObjectId item);

// May it fire on any other CPU as well? It may if who armed it could have been
// moved away.
bool may_fire_elsewhere(const Program& program, std::int32_t cpu);

// What was armed there fires, in this alternative (0: elsewhere, if it may; 1:
// there), if it is let in.
bool is_guest(const Run& run, std::int32_t cpu);
bool comes_in(Run& run, std::int32_t cpu);

}  // namespace picket
