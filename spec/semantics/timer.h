// Timers: armed, they fire once, at any later moment.
//
// Follows kernel/time/timer.c and kernel/time/hrtimer.c of Linux 6.12. The
// callback of a timer_list runs in softirq context, that of an hrtimer in
// hardirq context; that of one timer never beside itself, those of several
// timers on any CPUs.
// Words: whether the timer is armed; and, where somebody may wait for its
// callback to end, the contexts that do.
//
// A timer has two locations: its own, for being armed, and its runner's, for
// its callback having ended.
#pragma once

#include "spec/semantics/run.h"

namespace picket {

// The timer's runner, idle: fires if the timer is armed.
Act begin_timer(Run& run);

bool timer_armed(const Program& program, const Word* words, ObjectId timer);

// Is it armed? Records the look.
bool timer_in_use(Run& run, ObjectId timer);

Act run_timer(Run& run);  // every operation on timers

}  // namespace picket
