// dma_fence: its words, and what other primitives may ask of one.
//
// Follows drivers/dma-buf/dma-fence.c of Linux 6.12.
// Words of a fence: flags, references, error, number of callbacks, callbacks.
// Callbacks and references have locations of their own in footprints, so that
// taking a reference or adding a callback does not depend on a look at a flag.
#pragma once

#include <optional>

#include "spec/semantics/run.h"

namespace picket {

enum FenceWord : int {
  kFenceFlags,
  kFenceReferences,  // kept at 1 where no text ever drops a reference
  kFenceError,
  kFenceCallbackCount,
  kFenceCallbacks,
};

enum FenceFlag : Word {
  kFenceSignaled = 1,
  kFenceEnabled = 2,  // enable_signaling was called; 0 again once signalled
  kFencePublished = 4,
  kFenceInitialised = 8,
  kFenceReleasing = 16,  // the last reference is gone, the memory not yet
  kFenceInVain = 32,     // mute, and signalled for its signaller only
};

void initialise_fence(const Object& fence, Word* block);
bool fence_signaled(const Program& program, const Word* words, ObjectId fence);
bool fence_signaled(const Run& run, ObjectId fence);
bool fence_published(const Run& run, ObjectId fence);

// The misuse of touching the fence now: freed, or not initialised yet. To be
// asked at the head of every operation on it.
std::optional<Act> unusable(Run& run, ObjectId fence);

// test_bit(SIGNALED); records the look.
bool looks_signaled(Run& run, ObjectId fence);

// The fence becomes visible, if it was not.
void publish(Run& run, ObjectId fence);

// The error of an array that no member has failed so far.
inline constexpr Word kPendingError = 1;

// The kernel's error numbers that fences return.
inline constexpr Word kENoEnt = -2;
inline constexpr Word kEInval = -22;
inline constexpr Word kEDeadlk = -35;
inline constexpr Word kERestartSys = -512;

}  // namespace picket
