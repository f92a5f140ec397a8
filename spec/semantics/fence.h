// dma_fence: what other primitives may ask of one.
//
// Follows drivers/dma-buf/dma-fence.c of Linux 6.12.
// Words of a fence: flags, references, error, number of callbacks, callbacks.
#pragma once

#include "spec/semantics/run.h"

namespace picket {

void initialise_fence(const Object& fence, Word* block);
bool fence_signaled(const Run& run, ObjectId fence);
bool fence_published(const Run& run, ObjectId fence);

}  // namespace picket
