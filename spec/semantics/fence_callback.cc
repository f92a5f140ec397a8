#include "spec/semantics/fence_callback.h"

#include <algorithm>

#include "spec/semantics/fence.h"
#include "spec/semantics/fence_enable.h"
#include "spec/semantics/fence_lock.h"
#include "spec/semantics/fence_operations.h"

namespace picket {
namespace {

std::uint32_t list_of(const Run& run, ObjectId fence) {
  return run.program.layout.objects[fence.index()].list_location;
}

Word entry(const Run& run, ContextId adder, FunctionId function) {
  const auto functions = static_cast<Word>(run.scenario().functions.size());
  return adder.value * functions + function.value + 1;
}

FunctionId function_of(const Run& run, Word entry) {
  const auto functions = static_cast<Word>(run.scenario().functions.size());
  return FunctionId((entry - 1) % functions);
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
  if (count >= capacity) return Act::limited;
  run.effect.footprint.write(list_of(run, fence));
  block[kFenceCallbacks + count++] =
      entry(run, run.self, FunctionId(run.operand(1).value));
  return run.result(0);
}

}  // namespace

bool has_callbacks(Run& run, ObjectId fence) {
  run.effect.footprint.read(list_of(run, fence));
  return run.block(fence)[kFenceCallbackCount] > 0;
}

FunctionId take_first_callback(Run& run, ObjectId fence) {
  if (!has_callbacks(run, fence)) return {};
  Word* first = run.block(fence) + kFenceCallbacks;
  const FunctionId function = function_of(run, *first);
  unlink(run, fence, first);
  return function;
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
