#include "spec/semantics/frame.h"

#include <algorithm>

namespace picket {
namespace {

Word* frame_at(const Run& run, std::int32_t offset) {
  return run.words + run.context().stack + offset;
}

// A frame's function is that of the step it stands at; a frame at its end is
// popped in the same transition, so every frame that is looked at has one.
FunctionId function_of(const Run& run, const Word* frame) {
  if (frame[0] < 0) return run.scenario().context(run.self).body;
  return run.scenario().step(StepId(frame[0])).function;
}

struct Slot {
  Word* mark = nullptr;
  Word bit = 0;
  Word* value = nullptr;
  bool set() const { return mark && (*mark & bit); }
};

// Where the frame keeps the name; no mark: its text does not mention it.
Slot slot_of(const Run& run, Word* frame, FunctionId f, LocalId name) {
  const Function& function = run.scenario().function(f);
  const auto it =
      std::lower_bound(function.locals.begin(), function.locals.end(), name);
  if (it == function.locals.end() || *it != name) return {};
  const auto i = static_cast<std::int32_t>(it - function.locals.begin());
  const auto n = static_cast<std::int32_t>(function.locals.size());
  Word* marks =
      frame + kFrameHeader + run.program.layout.frames[f.index()].scratch_words;
  return {marks + i / 32, static_cast<Word>(1u << (i % 32)),
          marks + (n + 31) / 32 + i};
}

Slot find_set(const Run& run, LocalId name) {
  std::int32_t offset = control(run).top;
  for (;;) {
    Word* frame = frame_at(run, offset);
    const Slot slot = slot_of(run, frame, function_of(run, frame), name);
    if (slot.set()) return slot;
    const auto frame_kind =
        static_cast<FrameKind>((frame[1] >> kKindShift) & 15);
    if (frame_kind != FrameKind::call) return {};
    offset -= frame[1] >> kBelowShift;
  }
}

}  // namespace

std::int32_t scratch_words(Op op) {
  if (group_of(op) == OpGroup::implicit) return 3;
  if (op == Op::drm_syncobj_wait) return 5;
  if (op == Op::wait_event_lock || op == Op::wait_event_lock_irq) return 1;
  if (group_of(op) == OpGroup::containers) return 3;
  if (may_run_callbacks(op)) return 2;
  return may_reclaim(op) ? 2 : 0;
}

bool may_run_callbacks(Op op) {
  switch (op) {
    case Op::dma_fence_signal:
    case Op::dma_fence_signal_locked:
    case Op::dma_fence_is_signaled:
    case Op::dma_fence_get_status:
    case Op::dma_fence_wait:
    case Op::dma_fence_wait_timeout:
    case Op::dma_fence_wait_any:
    case Op::dma_fence_wait_any_timeout:
    case Op::dma_fence_add_callback:
    case Op::dma_fence_enable_sw_signaling:
    case Op::dma_fence_put:
    case Op::dma_resv_add_fence:
    case Op::dma_resv_reserve_fences:
    case Op::dma_resv_wait_timeout:
    case Op::dma_resv_test_signaled:
    case Op::array_enable:
    case Op::array_signaled:
    case Op::array_release:
    case Op::dma_fence_chain_find_seqno:
    case Op::dma_fence_unwrap_merge:
    case Op::sync_file_merge:
    case Op::sw_sync_inc:
    case Op::drm_syncobj_replace_fence:
    case Op::drm_syncobj_add_point:
    case Op::drm_syncobj_wait:
    case Op::chain_enable:
    case Op::chain_irq_work:
    case Op::chain_signaled:
    case Op::chain_release: return true;
    default: return false;
  }
}

bool may_reclaim(Op op) {
  return op == Op::kmalloc || op == Op::dma_resv_reserve_fences ||
         op == Op::dma_fence_wait_any_timeout || op == Op::dma_fence_wait_any ||
         op == Op::dma_fence_array_create || op == Op::sync_file_create ||
         op == Op::sync_file_merge || op == Op::dma_fence_unwrap_merge;
}

Act push(Run& run, FunctionId function, FrameKind kind) {
  Control c = control(run);
  std::int32_t below = 0;
  if (c.depth > 0) {
    const FunctionId now = function_of(run, frame_at(run, c.top));
    below = run.program.layout.frames[now.index()].size();
  }
  const std::int32_t size = run.program.layout.frames[function.index()].size();
  if (c.top + below + size > run.context().stack_words || c.depth >= 255)
    return Act::limited;
  c.top += below;
  ++c.depth;
  set_control(run, c);
  Word* frame = frame_at(run, c.top);
  std::fill_n(frame, size, 0);
  frame[0] = run.scenario().function(function).entry.value;
  frame[1] = static_cast<Word>((static_cast<int>(kind) << kKindShift) |
                               (below << kBelowShift));
  return Act::called;
}

bool pop(Run& run, std::int32_t value) {
  Control c = control(run);
  Word* frame = frame_at(run, c.top);
  const std::int32_t below = frame[1] >> kBelowShift;
  const FrameKind ended = kind(run);
  if (ended == FrameKind::body) return false;
  // Everything above the frame below is zero again.
  std::fill(frame, frame_at(run, run.context().stack_words), 0);
  c.top -= below;
  --c.depth;
  set_control(run, c);
  if (ended == FrameKind::call) {
    const Step& step = run.scenario().step(position(run));
    if (step.into.valid()) set_local(run, step.into, value);
    set_position(run, step.next);
  } else {
    scratch(run, 0) = value;
  }
  return true;
}

std::int32_t local(const Run& run, LocalId name) {
  const Slot slot = find_set(run, name);
  return slot.set() ? *slot.value : 0;
}

void set_local(Run& run, LocalId name, std::int32_t value) {
  Slot slot = find_set(run, name);
  if (!slot.set()) {
    Word* frame = top_frame(run);
    slot = slot_of(run, frame, function_of(run, frame), name);
  }
  *slot.mark |= slot.bit;
  *slot.value = value;
}

void forget_dead_locals(Run& run) {
  Word* frame = top_frame(run);
  if (frame[0] < 0) return;
  const FunctionId f = function_of(run, frame);
  const FrameLayout& layout = run.program.layout.frames[f.index()];
  if (layout.local_words == 0) return;
  Word* marks = frame + kFrameHeader + layout.scratch_words;
  const std::uint32_t live =
      run.program.live.at[static_cast<std::size_t>(frame[0])];
  const std::uint32_t dead = static_cast<std::uint32_t>(marks[0]) & ~live;
  if (dead == 0) return;
  const auto n = run.scenario().function(f).locals.size();
  Word* values = marks + (n + 31) / 32;
  for (std::size_t i = 0; i < std::min<std::size_t>(n, 32); ++i)
    if (dead >> i & 1) values[i] = 0;
  marks[0] &= static_cast<Word>(live);
}

StepId position_at(const Run& run, std::int32_t offset) {
  return StepId(frame_at(run, offset)[0]);
}

bool next_below(const Run& run, std::int32_t& offset) {
  const std::int32_t below = frame_at(run, offset)[1] >> kBelowShift;
  offset -= below;
  return below > 0;
}

}  // namespace picket
