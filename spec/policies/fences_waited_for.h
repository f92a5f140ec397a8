// Which fences a step waits for, or takes the lock of, from the text alone: a
// file's name stands for the fence in it, a reservation for all that is in it.
//
// Must not know: maps, schedules.
#pragma once

#include <vector>

#include "spec/model/scenario.h"

namespace picket {

// Those that dma_fence_wait, dma_resv_wait_timeout and their like may wait for.
// Empty for any other step.
std::vector<ObjectId> fences_waited_for(const Scenario& scenario,
                                        const Step& step);

// What the name stands for; none: it may be one of several. A fence, also one
// that others are merged into, is itself.
ObjectId fence_meant(const Scenario& scenario, ObjectId name);

}  // namespace picket
