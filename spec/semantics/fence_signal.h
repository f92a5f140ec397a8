// Signalling a fence: the bit, then the callbacks, all under its lock.
//
// Follows dma_fence_signal_timestamp_locked of drivers/dma-buf/dma-fence.c of
// Linux 6.12. Anybody may see the bit before the first callback runs.
#pragma once

#include <optional>

#include "spec/semantics/fence_stage.h"
#include "spec/semantics/run.h"

namespace picket {

// dma_fence_signal as a part of any operation: called at whatever stage decides
// to signal, and again at the stage `hold`, which it sets while callbacks run.
// None: it is over (or the fence was signalled before), the lock is dropped and
// the operation goes on in this same transition.
std::optional<Act> signal_fence(Run& run, ObjectId fence, FenceStage hold);

// What follows once this context has the lock, or could have it throughout this
// transition: sets the bit, keeps the lock if callbacks are to run. The fence
// must not be signalled. None: over, nothing is held.
std::optional<Act> signal_and_hold(Run& run, ObjectId fence, FenceStage hold);

// Sets the bit; the lock is held. False: the fence is mute, so that nobody but
// a second signaller notices.
bool set_signaled(Run& run, ObjectId fence);

// Takes the first callback off the list and runs it. None: the list is empty.
std::optional<Act> next_callback(Run& run, ObjectId fence);

// What ops->signaled answers; false without one, and where the answer is a
// misuse (run.effect.misuse), which then is the operation's.
bool driver_says_done(Run& run, ObjectId fence);

}  // namespace picket
