// Operations on containers of fences, and those that the kernel's own code runs
// inside of operations on fences.
#include "spec/base/contract.h"
#include "spec/semantics/container.h"
#include "spec/semantics/primitives.h"

namespace picket {

Act run_containers(Run& run) {
  switch (run.step().op) {
    case Op::dma_fence_array_create: return make_array(run);
    case Op::dma_fence_chain_init: return make_chain(run);
    case Op::dma_fence_chain_find_seqno: return find_seqno(run);
    case Op::dma_fence_unwrap_merge:
    case Op::sync_file_merge: return merge_fences(run);
    case Op::sync_file_create: return make_file(run);
    case Op::sync_file_get_fence: return get_file_fence(run);
    case Op::sw_sync_inc: return inc_timeline(run);
    case Op::drm_syncobj_replace_fence: return replace_fence(run);
    case Op::drm_syncobj_add_point: return add_point(run);
    case Op::drm_syncobj_wait: return wait_for_point(run);
    default: break;
  }
  PICKET_REQUIRE(false, "an operation on containers of fences");
  return Act::blocked;
}

Act run_implicit(Run& run) {
  switch (run.step().op) {
    case Op::array_enable: return enable_array(run);
    case Op::array_signaled: return ask_array(run);
    case Op::array_release: return release_array(run);
    case Op::chain_enable:
    case Op::chain_irq_work: return enable_chain(run);
    case Op::chain_signaled: return ask_chain(run);
    case Op::chain_release: return release_chain(run);
    default: break;
  }
  PICKET_REQUIRE(false, "an operation of the kernel's own code");
  return Act::blocked;
}

}  // namespace picket
