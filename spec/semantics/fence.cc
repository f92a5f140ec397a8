#include "spec/semantics/fence.h"

#include <algorithm>

#include "spec/base/contract.h"
#include "spec/semantics/evaluate.h"
#include "spec/semantics/fence_operations.h"
#include "spec/semantics/holder.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/primitives.h"

namespace picket {
namespace {

bool flag(const Run& run, ObjectId fence, FenceFlag bit) {
  const auto at = run.program.layout.objects[fence.index()].words;
  return (run.words[at + kFenceFlags] & bit) != 0;
}

// A lock inside the fence is initialised with it. Who may already see the
// fence stays as it was: that is the scenario's to say.
Act init(Run& run) {
  const ObjectId f = run.object();
  if (auto gone = dead(run, f)) return *gone;
  const ObjectLayout& at = run.program.layout.objects[f.index()];
  const ObjectId lock = run.scenario().own_lock(f);
  if (lock.valid()) {
    run.writes(lock);
    if (is_held(run, lock)) return run.misuse(Misuse::init_held_lock, lock);
  }
  run.writes(f);
  run.effect.footprint.write(at.list_location);
  run.effect.footprint.write(at.count_location);
  Word* block = run.block(f);
  const Word published = block[kFenceFlags] & kFencePublished;
  std::fill_n(block, at.size, 0);
  block[kFenceFlags] = kFenceInitialised | published;
  block[kFenceReferences] = 1;
  return Act::done;
}

Act set_error(Run& run) {
  const ObjectId f = run.object();
  if (auto no = unusable(run, f)) return *no;
  const std::int32_t error = evaluate(run, run.operand(1).expression());
  if (run.effect.misuse) return Act::crashed;
  if (looks_signaled(run, f)) return run.misuse(Misuse::error_after_signal, f);
  run.writes(f);
  run.block(f)[kFenceError] = error;
  return Act::done;
}

Act test_signaled_flag(Run& run) {
  const ObjectId f = run.object();
  if (auto no = unusable(run, f)) return *no;
  return run.result(looks_signaled(run, f));
}

// By whatever road: also before dma_fence_init, as a pointer to raw memory.
Act publish_fence(Run& run) {
  const ObjectId f = run.object();
  if (auto gone = dead(run, f)) return *gone;
  publish(run, f);
  return Act::done;
}

Act choose(Run& run) {
  switch (run.step().op) {
    case Op::dma_fence_init: return init(run);
    case Op::dma_fence_get: return fence_get(run);
    case Op::dma_fence_put: return fence_put(run);
    case Op::dma_fence_signal: return fence_signal(run);
    case Op::dma_fence_signal_locked: return fence_signal_locked(run);
    case Op::dma_fence_set_error: return set_error(run);
    case Op::dma_fence_is_signaled: return fence_is_signaled(run);
    case Op::dma_fence_test_signaled_flag: return test_signaled_flag(run);
    case Op::dma_fence_get_status: return fence_get_status(run);
    case Op::dma_fence_wait:
    case Op::dma_fence_wait_timeout: return fence_wait(run);
    case Op::dma_fence_wait_any:
    case Op::dma_fence_wait_any_timeout: return fence_wait_any(run);
    case Op::dma_fence_add_callback: return fence_add_callback(run);
    case Op::dma_fence_remove_callback: return fence_remove_callback(run);
    case Op::dma_fence_enable_sw_signaling: return fence_enable(run);
    case Op::publish_: return publish_fence(run);
    default: break;
  }
  PICKET_REQUIRE(false, "an operation on fences");
  return Act::blocked;
}

}  // namespace

void initialise_fence(const Object& fence, Word* block) {
  block[kFenceFlags] = (fence.signaled ? kFenceSignaled : 0) |
                       (fence.published ? kFencePublished : 0) |
                       (fence.initialized ? kFenceInitialised : 0);
  block[kFenceReferences] = fence.initialized;
}

bool fence_signaled(const Program& program, const Word* words, ObjectId fence) {
  const auto at = program.layout.objects[fence.index()].words;
  return (words[at + kFenceFlags] & kFenceSignaled) != 0;
}

bool fence_signaled(const Run& run, ObjectId fence) {
  return flag(run, fence, kFenceSignaled);
}

bool fence_published(const Run& run, ObjectId fence) {
  return flag(run, fence, kFencePublished);
}

std::optional<Act> unusable(Run& run, ObjectId fence) {
  if (auto gone = dead(run, fence)) return gone;
  if (run.scenario().object(fence).initialized) return {};
  run.reads(fence);
  if (flag(run, fence, kFenceInitialised)) return {};
  return run.misuse(Misuse::signal_uninitialized, fence);
}

bool looks_signaled(Run& run, ObjectId fence) {
  run.reads(fence);
  return fence_signaled(run, fence);
}

void publish(Run& run, ObjectId fence) {
  run.reads(fence);
  if (fence_published(run, fence)) return;
  run.writes(fence);
  run.block(fence)[kFenceFlags] |= kFencePublished;
  run.effect.published = fence;
}

// A driver asked whether its fence is done may touch something that is gone.
Act run_fence(Run& run) {
  const Act act = choose(run);
  return run.effect.misuse ? Act::crashed : act;
}

}  // namespace picket
