#include "spec/semantics/resv.h"

#include <string_view>

#include "spec/base/contract.h"
#include "spec/semantics/fence.h"
#include "spec/semantics/fence_refcount.h"
#include "spec/semantics/fence_signal.h"
#include "spec/semantics/holder.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/primitives.h"

namespace picket {
namespace {

// The words of the lock: owner, its transaction, how many wait, one word for
// each context.
std::int32_t lock_words(const Run& run) {
  return 3 + static_cast<std::int32_t>(run.scenario().contexts.size());
}

// dma_fence_is_later_or_same on the same timeline.
bool replaces(const Run& run, ResvEntry fresh, ResvEntry old) {
  const Object& a = run.scenario().object(fresh.fence);
  const Object& b = run.scenario().object(old.fence);
  return a.timeline == b.timeline && old.usage >= fresh.usage &&
         a.seqno >= b.seqno;
}

// Where the new fence goes, from entry scratch(1) on: over an older one of its
// timeline or a signalled one, else behind the last. None: scratch(1) is the
// place. Each old fence is polled; if that signals it, that is the next step.
std::optional<Act> find_place(Run& run, ResvFences& fences, ResvEntry fresh) {
  for (Word& i = scratch(run, 1); i < fences.count; ++i) {
    const ResvEntry old = fences[i];
    if (auto no = unusable(run, old.fence)) return no;
    if (replaces(run, fresh, old) || looks_signaled(run, old.fence)) return {};
    const Answer answer = ask_driver(run, old.fence);
    if (answer.act) return answer.act;
    if (!answer.done) continue;
    set_stage(run, FenceStage::locking);
    return Act::stay;
  }
  return {};
}

// Never fails but for the slot. The fence is visible from here on; the one it
// takes the place of loses a reference.
Act put_in(Run& run, ResvFences& fences, ResvEntry fresh) {
  const ObjectId resv = run.object();
  const Word place = scratch(run, 1);
  const bool append = place == fences.count;
  if (append && fences.count >= fences.reserved)
    return run.misuse(Misuse::no_reserved_slot, resv);
  if (append && fences.count >= fences.capacity) return Act::limited;
  run.happens();
  writes_fences(run, resv);
  take_reference(run, fresh.fence);
  publish(run, fresh.fence);
  const ObjectId old = append ? ObjectId{} : fences[place].fence;
  fences.set(place, fresh);
  if (append) ++fences.count;
  if (!old.valid()) return Act::ended;
  scratch(run, 1) = old.value;
  if (auto act = drop_reference(run, old)) return *act;
  return Act::ended;
}

// dma_resv_add_fence. Without a usage the fence is a writer's, which both
// readers and writers wait for.
Act add_fence(Run& run) {
  const ObjectId resv = run.object();
  const ResvEntry fresh{run.object(1),
                        usage_of(run, run.operand(2), Usage::write)};
  if (is_releasing(run)) {
    if (auto act = finish_release(run, ObjectId(scratch(run, 1)))) return *act;
    return Act::ended;
  }
  ResvFences fences = resv_fences(run, resv);
  // A callback that the poll has run may have dropped the lock.
  if (auto no = not_locked(run, resv)) return *no;
  if (fence_stage(run) == FenceStage::begin) {
    if (auto no = unusable(run, fresh.fence)) return *no;
    // dma_fence_is_container()
    if (is_container(run.scenario().object(fresh.fence).type))
      return run.misuse(Misuse::nested_container, fresh.fence);
  } else if (fence_stage(run) == FenceStage::asking && !driver_answered(run)) {
    ++scratch(run, 1);
  } else {
    const ObjectId polled = fences[scratch(run, 1)].fence;
    if (auto act = signal_fence(run, polled, FenceStage::signalled))
      return *act;
  }
  reads_fences(run, resv);
  if (auto act = find_place(run, fences, fresh)) return *act;
  return put_in(run, fences, fresh);
}

Act choose(Run& run) {
  switch (run.step().op) {
    case Op::dma_resv_reserve_fences: return reserve_fences(run);
    case Op::dma_resv_add_fence: return add_fence(run);
    case Op::dma_resv_wait_timeout: return wait_for_fences(run);
    case Op::dma_resv_test_signaled: return test_fences(run);
    default: break;
  }
  PICKET_REQUIRE(false, "an operation on the fences of a reservation");
  return Act::blocked;
}

}  // namespace

ResvEntry ResvFences::operator[](Word i) const {
  const Word w = entries[i] - 1;
  return {ObjectId(w >> 2), static_cast<Usage>(w & 3)};
}

void ResvFences::set(Word i, ResvEntry entry) {
  entries[i] = ((entry.fence.value << 2) | static_cast<Word>(entry.usage)) + 1;
}

ResvFences resv_fences(Run& run, ObjectId resv) {
  const std::int32_t lock = lock_words(run);
  const std::int32_t size = run.program.layout.objects[resv.index()].size;
  Word* block = run.block(resv) + lock;
  return {block[0], block[1], block + 2, size - lock - 2};
}

void reads_fences(Run& run, ObjectId resv) {
  const auto& at = run.program.layout.objects[resv.index()];
  run.effect.footprint.read(at.list_location);
}

void writes_fences(Run& run, ObjectId resv) {
  const auto& at = run.program.layout.objects[resv.index()];
  run.effect.footprint.write(at.list_location);
}

Usage usage_of(const Scenario& s, const Operand& operand, Usage otherwise) {
  if (!operand.given()) return otherwise;
  const std::string_view word =
      s.words[static_cast<std::size_t>(operand.value)];
  if (word.ends_with("KERNEL")) return Usage::kernel;
  if (word.ends_with("WRITE")) return Usage::write;
  return word.ends_with("READ") ? Usage::read : Usage::bookkeep;
}

Usage usage_of(const Run& run, const Operand& operand, Usage otherwise) {
  return usage_of(run.scenario(), operand, otherwise);
}

std::optional<Act> not_locked(Run& run, ObjectId resv) {
  if (auto gone = dead(run, resv)) return gone;
  run.reads(resv);
  if (holds(run, resv)) return {};
  return run.misuse(Misuse::lock_not_held, resv);
}

Act run_resv(Run& run) {
  const Act act = choose(run);
  return run.effect.misuse ? Act::crashed : act;
}

}  // namespace picket
