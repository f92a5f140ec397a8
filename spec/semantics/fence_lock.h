// A fence's spinlock, taken inside an operation on the fence.
//
// Follows the spin_lock_irqsave(fence->lock) of drivers/dma-buf/dma-fence.c of
// Linux 6.12. An operation that runs nothing foreign under the lock takes and
// drops it in one transition: between the two nothing changes but what the
// lock protects, and whoever needs the lock would only wait. Such a piece asks
// lock_taken() and holds nothing. A spin_trylock by hand could notice the
// difference, see hold_shows().
#pragma once

#include <optional>

#include "spec/semantics/run.h"

namespace picket {

ObjectId lock_of(const Run& run, ObjectId fence);

// Why the lock cannot be taken now: this context holds it (misuse), another
// does (blocked). None: it is free. Records the look.
std::optional<Act> lock_taken(Run& run, ObjectId fence);

// Takes the free lock and keeps it beyond this transition.
void hold_lock(Run& run, ObjectId fence);

// Drops it. A misuse if the fence it is reached through is gone by now.
std::optional<Act> drop_lock(Run& run, ObjectId fence);

// Could anybody see that a signaller still holds the lock after it has set the
// bit, though no callback runs? Who sees the bit may drop the last reference or
// initialise the fence again before the unlock; who tries the lock finds it
// taken.
bool hold_shows(const Run& run, ObjectId fence);

}  // namespace picket
