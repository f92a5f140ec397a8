// The callbacks of a fence: a list in the order of adding, behind its lock.
//
// Follows dma_fence_add_callback and dma_fence_remove_callback of
// drivers/dma-buf/dma-fence.c of Linux 6.12. An entry is a function and the
// context that added it: the scenario's stand-in for a struct dma_fence_cb. Or
// it is that of a container that the fence is inside of.
#pragma once

#include "spec/semantics/run.h"

namespace picket {

bool has_callbacks(Run& run, ObjectId fence);

struct FenceCallback {
  FunctionId function;
  ObjectId container;
};

// Of the first on the list; nothing: the list is empty. The lock is held.
FenceCallback first_callback(Run& run, ObjectId fence);
void unlink_first_callback(Run& run, ObjectId fence);

// Is the function on the list, whoever added it?
bool has_callback(const Program& program, const Word* words, ObjectId fence,
                  FunctionId function);
// Does the container have a callback with the fence?
bool has_callback_of(Run& run, ObjectId fence, ObjectId container);

}  // namespace picket
