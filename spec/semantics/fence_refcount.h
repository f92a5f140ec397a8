// References of a fence, and its end.
//
// Follows dma_fence_get, dma_fence_put and dma_fence_release of
// include/linux/dma-fence.h and drivers/dma-buf/dma-fence.c of Linux 6.12. A
// fence that no step of the scenario names in a put always keeps its first
// reference; its references are not counted.
#pragma once

#include <optional>

#include "spec/semantics/fence_stage.h"
#include "spec/semantics/run.h"

namespace picket {

void take_reference(Run& run, ObjectId fence);
bool has_last_reference(Run& run, ObjectId fence);

// Drops one; the last one releases the fence: if callbacks are pending it is
// signalled with -EDEADLK, then the release function runs, then it is gone.
// None: all over in this transition. Else the operation goes on in
// finish_release(), whenever it finds itself at one of its stages.
std::optional<Act> drop_reference(Run& run, ObjectId fence);
bool is_releasing(const Run& run);
std::optional<Act> finish_release(Run& run, ObjectId fence);

}  // namespace picket
