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

// Takes the first callback off the list and runs it. None: all have run.
std::optional<Act> next_callback(Run& run, ObjectId fence);

// The same in the transition that sets the bit, which others may see before a
// container's callback runs.
std::optional<Act> first_callback_after_bit(Run& run, ObjectId fence);

// Has the fence an ops->signaled? What it answers: an expression of the file at
// once; a container's function runs in a frame of its own, and the operation
// goes on at the stage `asking`, where driver_answered() tells.
bool has_driver(const Run& run, ObjectId fence);
struct Answer {
  bool done = false;
  std::optional<Act> act;  // to be returned: it runs, or it was a misuse
};
Answer ask_driver(Run& run, ObjectId fence);
bool driver_answered(const Run& run);

}  // namespace picket
