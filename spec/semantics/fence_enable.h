// Asking a fence's driver to see to it that the fence gets signalled.
//
// Follows __dma_fence_enable_signaling of drivers/dma-buf/dma-fence.c of Linux
// 6.12: at most one call of enable_signaling, with the lock held; if it answers
// 0 the fence is done or has failed, and is signalled on the spot.
#pragma once

#include <optional>

#include "spec/semantics/fence_stage.h"
#include "spec/semantics/run.h"

namespace picket {

// Would a waiter have to call enable_signaling now? Without that function the
// bit ENABLE_SIGNAL shows to nobody and is not kept.
bool needs_enabling(Run& run, ObjectId fence);

// Takes the lock and calls it. The operation goes on in finish_enabling(),
// whenever it finds itself at the stages `enabling` and `enabled`.
Act begin_enabling(Run& run, ObjectId fence);
bool is_enabling(const Run& run);

// None: the function has returned, the callbacks (if it signalled) have run;
// the lock is still held.
std::optional<Act> finish_enabling(Run& run, ObjectId fence);

}  // namespace picket
