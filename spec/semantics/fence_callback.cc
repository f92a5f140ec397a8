#include "spec/semantics/fence_callback.h"

#include <algorithm>

#include "spec/semantics/fence.h"
#include "spec/semantics/fence_enable.h"
#include "spec/semantics/fence_lock.h"
#include "spec/semantics/fence_operations.h"
#include "spec/semantics/frame.h"

namespace picket {
namespace {

std::uint32_t list_of(const Run& run, ObjectId fence) {
  return run.program.layout.objects[fence.index()].list_location;
}

Word entry(const Run& run, ContextId adder, FunctionId function) {
  const auto functions = static_cast<Word>(run.scenario().functions.size());
  return adder.value * functions + function.value + 1;
}

// Nothing for a container's, which are negative.
FunctionId function_of(const Scenario& s, Word entry) {
  if (entry < 0) return {};
  return FunctionId((entry - 1) % static_cast<Word>(s.functions.size()));
}
FunctionId function_of(const Run& run, Word entry) {
  return function_of(run.scenario(), entry);
}

Word entry_of(ObjectId container) { return -1 - container.value; }

// dma_fence_add_callback() as a part of a container's enable_signaling: the one
// in whose function this one runs.
ObjectId calling_container(const Run& run) {
  std::int32_t offset = control(run).top;
  next_below(run, offset);
  return run.scenario().step(position_at(run, offset)).operands[0].object();
}

// Removes one entry; those behind it move up, the tail stays zero.
void unlink(Run& run, ObjectId fence, Word* at) {
  run.effect.footprint.write(list_of(run, fence));
  Word* block = run.block(fence);
  Word* end = block + kFenceCallbacks + block[kFenceCallbackCount]--;
  std::move(at + 1, end, at);
  *(end - 1) = 0;
}

// This context's own entry with the function, else anybody's; null: none.
Word* find(Run& run, ObjectId fence, FunctionId function) {
  run.effect.footprint.read(list_of(run, fence));
  Word* block = run.block(fence);
  Word* begin = block + kFenceCallbacks;
  Word* end = begin + block[kFenceCallbackCount];
  Word* own = std::find(begin, end, entry(run, run.self, function));
  if (own != end) return own;
  Word* any = std::find_if(
      begin, end, [&](Word e) { return function_of(run, e) == function; });
  return any == end ? nullptr : any;
}

// The lock is held, or free throughout this transition.
Act append(Run& run, ObjectId fence) {
  const auto capacity = run.program.layout.objects[fence.index()].capacity;
  Word* block = run.block(fence);
  Word& count = block[kFenceCallbackCount];
  run.effect.footprint.write(list_of(run, fence));
  if (count >= capacity) return Act::limited;
  const Operand& function = run.operand(1);
  block[kFenceCallbacks + count++] =
      function.given() ? entry(run, run.self, FunctionId(function.value))
                       : entry_of(calling_container(run));
  return run.result(0);
}

}  // namespace

bool has_callbacks(Run& run, ObjectId fence) {
  run.effect.footprint.read(list_of(run, fence));
  return run.block(fence)[kFenceCallbackCount] > 0;
}

FenceCallback first_callback(Run& run, ObjectId fence) {
  if (!has_callbacks(run, fence)) return {};
  const Word first = run.block(fence)[kFenceCallbacks];
  if (first < 0) return {{}, ObjectId(-1 - first)};
  return {function_of(run, first), {}};
}

void unlink_first_callback(Run& run, ObjectId fence) {
  unlink(run, fence, run.block(fence) + kFenceCallbacks);
}

bool has_callback(const Program& program, const Word* words, ObjectId fence,
                  FunctionId function) {
  const Word* block = words + program.layout.objects[fence.index()].words;
  const Word* begin = block + kFenceCallbacks;
  return std::any_of(begin, begin + block[kFenceCallbackCount], [&](Word e) {
    return function_of(program.scenario, e) == function;
  });
}

bool has_callback_of(Run& run, ObjectId fence, ObjectId container) {
  run.effect.footprint.read(list_of(run, fence));
  const Word* block = run.block(fence);
  const Word* begin = block + kFenceCallbacks;
  const Word* end = begin + block[kFenceCallbackCount];
  return std::find(begin, end, entry_of(container)) != end;
}

// The first look takes no lock. It is a step of its own: a signaller may set
// the bit behind it, and then the lock has to be waited for all the same.
Act fence_add_callback(Run& run) {
  const ObjectId f = run.object();
  switch (fence_stage(run)) {
    case FenceStage::begin:
      if (auto no = unusable(run, f)) return *no;
      if (looks_signaled(run, f)) return run.result(kENoEnt);
      set_stage(run, FenceStage::locking);
      return Act::stay;
    case FenceStage::locking:
      if (auto no = unusable(run, f)) return *no;
      if (auto taken = lock_taken(run, f)) return *taken;
      if (looks_signaled(run, f)) return run.result(kENoEnt);
      if (needs_enabling(run, f)) return begin_enabling(run, f);
      return append(run, f);
    default: break;
  }
  if (auto act = finish_enabling(run, f)) return *act;
  if (auto gone = drop_lock(run, f)) return *gone;
  return looks_signaled(run, f) ? run.result(kENoEnt) : append(run, f);
}

// Whoever runs callbacks holds the lock: with the lock free, a callback that is
// not on the list has run to its end.
Act fence_remove_callback(Run& run) {
  const ObjectId f = run.object();
  if (auto no = unusable(run, f)) return *no;
  if (auto taken = lock_taken(run, f)) return *taken;
  Word* at = find(run, f, FunctionId(run.operand(1).value));
  if (!at) return run.result(0);
  unlink(run, f, at);
  return run.result(1);
}

}  // namespace picket
