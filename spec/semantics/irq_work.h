// irq_work: a function to run soon as an interrupt of the CPU that queued it.
// Beside those that a scenario declares, each container of fences has one:
// whoever is done with a member queues it.
//
// Follows kernel/irq_work.c of Linux 6.12: an item that is pending already is
// not queued again; one that runs may be, also by itself. It does not run
// before the CPU it was queued on lets interrupts in, and after another that is
// running there. Word of an item: the CPU it is pending on, by its number in
// the layout, + 1. Its location is that of its runner.
// With PREEMPT_RT it is run by a thread of that CPU, one after the other.
#pragma once

#include "spec/semantics/run.h"

namespace picket {

// The operations on declared items.
Act run_irq_work(Run& run);

// Queues the item, unless it is pending. The running context has a CPU for it.
void queue_irq_work(Run& run, ObjectId item);

// The context of the irq_work, idle: starts it if it is queued and may run.
Act begin_irq_work(Run& run);

// Its function has returned.
Act end_irq_work(Run& run);

bool irq_work_pending(const Program& program, const Word* words, ObjectId item);

// Is it pending? Records the look.
bool irq_work_in_use(Run& run, ObjectId item);

// The CPU, by its number in the layout, on which it is pending; -1: on none.
std::int32_t queued_on(const Program& program, const Word* words,
                       ObjectId item);

}  // namespace picket
