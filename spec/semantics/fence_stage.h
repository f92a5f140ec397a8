// Where an operation on a fence stands between two of its transitions. One
// numbering for all of them, since they are made of the same parts: signalling,
// enabling, releasing, waiting.
#pragma once

#include "spec/semantics/frame.h"

namespace picket {

enum class FenceStage : std::uint8_t {
  begin,
  asking,        // ops->signaled, a function, runs
  locking,       // the unlocked look is over, the lock comes next
  signalled,     // bit set, lock held: the callbacks run
  enabling,      // lock held: enable_signaling runs
  enabled,       // lock held: it has returned; callbacks may run
  unreferenced,  // the last reference went with callbacks pending
  abandoned,     // signalled for that reason, lock held: the callbacks run
  releasing,     // the release function runs
  allocating,    // reclaim runs
  adding,        // wait_any: the callback of the next fence
  arriving,      // enabling is over, the first look is not
  waiting,
  scanning,  // dma_resv: on to the next entry
  dropping,  // dma_resv: references of entries that are gone
};

inline FenceStage fence_stage(const Run& run) {
  return static_cast<FenceStage>(stage(run));
}
inline void set_stage(Run& run, FenceStage stage) {
  set_stage(run, static_cast<int>(stage));
}

}  // namespace picket
