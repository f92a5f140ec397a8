// One function per operation on fences, for fence.cc to choose from. Each
// stands in the file of the part it is about.
#pragma once

#include "spec/semantics/run.h"

namespace picket {

Act fence_signal(Run& run);  // fence_signal.cc
Act fence_signal_locked(Run& run);
Act fence_is_signaled(Run& run);
Act fence_get_status(Run& run);
Act fence_add_callback(Run& run);  // fence_callback.cc
Act fence_remove_callback(Run& run);
Act fence_enable(Run& run);  // fence_enable.cc
Act fence_get(Run& run);     // fence_refcount.cc
Act fence_put(Run& run);
Act fence_wait(Run& run);      // fence_wait.cc
Act fence_wait_any(Run& run);  // fence_wait_any.cc

}  // namespace picket
