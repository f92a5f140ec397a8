// The callbacks of a fence: a list in the order of adding, behind its lock.
//
// Follows dma_fence_add_callback and dma_fence_remove_callback of
// drivers/dma-buf/dma-fence.c of Linux 6.12. An entry is a function and the
// context that added it: the scenario's stand-in for a struct dma_fence_cb.
#pragma once

#include "spec/semantics/run.h"

namespace picket {

bool has_callbacks(Run& run, ObjectId fence);

// Unlinks the first; none: the list is empty. The lock is held.
FunctionId take_first_callback(Run& run, ObjectId fence);

}  // namespace picket
