// Timers: armed, they fire once, at any later moment.
//
// Follows kernel/time/timer.c and kernel/time/hrtimer.c of Linux 6.12. The
// callback of a timer_list runs in softirq context, that of an hrtimer in
// hardirq context, on the CPU where it was armed last, or on any other if who
// armed it may have been moved (own_interrupts.h); that of one timer never
// beside itself.
// Words: whether the timer is armed: 1 to fire on no CPU that matters, else the
// CPU's number in the layout + 2; and, where somebody may wait for its callback
// to end, the contexts that do.
//
// A timer has two locations: its own, for being armed, and its runner's, for
// its callback having ended.
#pragma once

#include "spec/semantics/run.h"

namespace picket {

// The timer's runner, idle: fires if the timer is armed.
Act begin_timer(Run& run);

// Where it fires, and there alone; -1: that is open, or it is not armed.
std::int32_t timer_fires_on(const Program& program, const Word* words,
                            ObjectId timer);

bool timer_armed(const Program& program, const Word* words, ObjectId timer);

// Is it armed? Records the look.
bool timer_in_use(Run& run, ObjectId timer);

Act run_timer(Run& run);  // every operation on timers

}  // namespace picket
