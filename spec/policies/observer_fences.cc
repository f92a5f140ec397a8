// Fences, reservations and signalling sections.
//
// Follows drivers/dma-buf/dma-fence.c and dma-resv.c of Linux 6.12: signalling
// is a section of its own around the fence's lock, the _locked forms are not;
// waiting is annotated even if the fence is signalled; wait_any only allocates.
// A reservation is waited for fence by fence, the signalled ones left out.
#include <algorithm>

#include "spec/policies/fences_waited_for.h"
#include "spec/policies/observer.h"

namespace picket {
namespace {

constexpr std::int32_t kNoEntry = -2;

}  // namespace

ObjectId Observer::lock_of(ObjectId name) const {
  const ObjectId fence = fence_meant(s_, name);
  return fence.valid() ? s_.object(fence).lock : ObjectId{};
}

MapId Observer::map_of(ObjectId name) const {
  const ObjectId fence = fence_meant(s_, name);
  return fences_.map_of(fence.valid() ? fence : name);
}

// Taken with interrupts off, and dropped again.
void Observer::fence_lock(Context& c, ObjectId fence, StepId id) {
  const ObjectId lock = lock_of(fence);
  if (!lock.valid()) return;
  const bool sleeps = is_sleeping_lock(lock);
  if (!sleeps) irq_off(c, true);
  take(c, lock, id);
  drop(c, lock, id);
  if (!sleeps) irq_restore(c, id);
}

void Observer::begin_signal(Context& c, ObjectId fence, StepId id, Open& open) {
  const ObjectId lock = lock_of(fence);
  open.section = fences_.begin(c.flow, map_of(fence), id);
  if (!lock.valid()) return;
  open.signals = true;
  if (!is_sleeping_lock(lock)) {
    irq_off(c, true);
    ++c.flow.preempt;
  }
  take(c, lock, id);
}

void Observer::end_signal(Context& c, ObjectId fence, StepId id,
                          const Open& open) {
  if (open.signals) {
    const ObjectId lock = lock_of(fence);
    drop(c, lock, id);
    if (!is_sleeping_lock(lock)) {
      --c.flow.preempt;
      irq_restore(c, id);
    }
  }
  if (open.section) fences_.end(c.flow, map_of(fence), id);
}

// One after another; of those in one class once is enough.
void Observer::might_wait(Context& c, const std::vector<ObjectId>& fences,
                          StepId id) {
  std::vector<MapId> maps;
  for (const ObjectId f : fences) maps.push_back(fences_.map_of(f));
  std::sort(maps.begin(), maps.end());
  maps.erase(std::unique(maps.begin(), maps.end()), maps.end());
  for (const MapId map : maps) fences_.might_wait(c.flow, map, id);
}

// Whether the wait came before the signal of a fence or after it, the schedule
// does not tell, unless it is the waiter that has seen it signalled before.
void Observer::wait_for_reservation(Context& c, const Step& step, StepId id) {
  std::vector<ObjectId> fences = fences_waited_for(s_, step);
  std::erase_if(fences, [&](ObjectId f) {
    return s_.object(f).signaled ||
           std::binary_search(c.signaled.begin(), c.signaled.end(), f);
  });
  might_wait(c, fences, id);
  for (const ObjectId f : fences) fence_lock(c, f, id);
}

void Observer::note_signaled(Context& c, ObjectId fence) {
  if (!fence.valid() || !asks_reservations_) return;
  const auto at = std::lower_bound(c.signaled.begin(), c.signaled.end(), fence);
  if (at == c.signaled.end() || *at != fence) c.signaled.insert(at, fence);
}

// What makes a container or a file allocates it.
void Observer::container_attempt(Context& c, const Step& step, StepId id) {
  switch (step.op) {
    case Op::dma_fence_array_create:
    case Op::dma_fence_unwrap_merge:
    case Op::sync_file_create:
    case Op::sync_file_merge: return might_alloc(c, "GFP_KERNEL", id);
    default: return;
  }
}

void Observer::fence_attempt(Context& c, const Step& step, StepId id,
                             const EventFacts* e) {
  const Operand& first = step.operands[0];
  const bool at_once = e && e->ends;
  Open scratch;
  Open& open = c.open.empty() || !e ? scratch : c.open.back();
  switch (step.op) {
    case Op::dma_fence_signal: return begin_signal(c, first.object(), id, open);
    case Op::dma_fence_is_signaled:
      if (!at_once) begin_signal(c, first.object(), id, open);
      return;
    case Op::dma_fence_add_callback:
      if (at_once && e->result == kNoEntry) return;
      return fence_lock(c, first.object(), id);
    case Op::dma_fence_remove_callback:
    case Op::dma_fence_enable_sw_signaling:
    case Op::dma_fence_get_status: return fence_lock(c, first.object(), id);
    case Op::dma_fence_wait:
    case Op::dma_fence_wait_timeout:
      if (fences_.is_automatic()) wait_attempt(c, step, id, e);
      might_wait(c, fences_waited_for(s_, step), id);
      return fence_lock(c, first.object(), id);
    case Op::dma_fence_wait_any:
    case Op::dma_fence_wait_any_timeout:
      if (step.op == Op::dma_fence_wait_any_timeout &&
          step.operands[1].given() && step.operands[1].value == 0)
        return;
      return might_alloc(c, "GFP_KERNEL", id);
    case Op::dma_resv_reserve_fences: return might_alloc(c, "GFP_KERNEL", id);
    case Op::dma_resv_wait_timeout: return wait_for_reservation(c, step, id);
    default: return;
  }
}

void Observer::fence_done(Context& c, const Step& step, StepId id,
                          const EventFacts& e, const Open& open) {
  const auto slot = static_cast<std::size_t>(e.section);
  switch (step.op) {
    case Op::dma_fence_signal:
    case Op::dma_fence_is_signaled:
      if (step.op == Op::dma_fence_signal || e.result == 1)
        note_signaled(c, fence_meant(s_, step.operands[0].object()));
      return end_signal(c, step.operands[0].object(), id, open);
    case Op::dma_fence_wait:
      if (e.result == 0)
        note_signaled(c, fence_meant(s_, step.operands[0].object()));
      return;
    case Op::dma_fence_init:
      std::erase(c.signaled, step.operands[0].object());
      return;
    case Op::dma_fence_begin_signalling: {
      if (c.sections.size() <= slot) c.sections.resize(slot + 1);
      const MapId map = fences_.map_of_section(step);
      c.sections[slot] = fences_.begin(c.flow, map, id) ? map : MapId{};
      return;
    }
    case Op::dma_fence_end_signalling:
      if (e.section >= 0 && slot < c.sections.size() &&
          c.sections[slot].valid())
        fences_.end(c.flow, c.sections[slot], id);
      return;
    case Op::link_:
      return fences_.link(c.flow, step.operands[0], step.operands[1], id);
    default: return;
  }
}

}  // namespace picket
