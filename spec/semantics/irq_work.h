// The irq_work of a container of fences: queued by whoever is done with a
// member, run soon after as an interrupt of that CPU.
//
// Follows kernel/irq_work.c of Linux 6.12: an item that is pending already is
// not queued again; one that runs may be. It does not run before the CPU it was
// queued on lets interrupts in, and after another that is running there.
#pragma once

#include "spec/semantics/run.h"

namespace picket {

void queue_irq_work(Run& run, ObjectId container);

// The context of the irq_work, idle: starts it if it is queued and may run.
Act begin_irq_work(Run& run);

// Its function has returned.
Act end_irq_work(Run& run);

bool irq_work_pending(const Program& program, const Word* words,
                      ObjectId container);

// The CPU, by its number in the layout, on which the irq_work with this context
// is pending or runs; -1: neither.
std::int32_t cpu_of_irq_work(const Program& program, const Word* words,
                             ContextId context);

// The context of the irq_work that runs on the CPU; none: none does.
ContextId irq_work_on(const Program& program, const Word* words,
                      std::int32_t cpu);

}  // namespace picket
