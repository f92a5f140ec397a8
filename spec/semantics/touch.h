// What a step may touch, whatever the state: an over-approximation of the
// footprints of its transitions, from the text of the program.
//
// Must not know: what follows the step.
#pragma once

#include "spec/model/effect.h"
#include "spec/semantics/program.h"

namespace picket {

// By the operands from this one on, and by what they lead to.
Footprint touched(const Program& program, const Step& step,
                  std::size_t first_operand);

// By its own moves between the steps of its body: its start, its end, and a
// worker's way from item to item.
Footprint touched_at_any_time(const Program& program, ContextId context);

// Takes the exclusive lock that is its first operand, waits for it however long
// that lasts, and shows nobody that it waits.
bool takes_lock(Op op);

// Whoever it is that comes to the step: can others tell that it has, while it
// waits there? They can if it spins on a CPU that they share, or if it is a
// handler that somebody waits for.
bool may_show_that_it_waits(const Program& program, const Step& step);

// Is the next thing it does to take a lock that the kernel grants in turn? A
// ticket, a queue or a hand-over sees to that.
bool takes_lock_in_turn(const Program& program, const Word* state,
                        ContextId context);

// Releases the exclusive lock that is its first operand; if that is somebody
// else's, nothing happens to it.
bool releases_lock(Op op);

// Waits, however long that lasts, for the count that is its first operand, and
// takes one; shows nobody that it waits.
bool waits_for_count(const Program& program, const Step& step);

// Adds to the count that is its first operand, so that others can go on.
bool gives_count(Op op);

// Only takes from the count that is its first operand, which helps nobody who
// waits for it.
bool takes_count(const Program& program, const Step& step);

// The footprint of a transition that was taken, for who asks about states only
// and not about orders: without what it need not be ordered with.
Footprint footprint_on_state(const Program& program, const Effect& effect,
                             int alternative);

}  // namespace picket
