#include "spec/semantics/holder.h"

#include "spec/semantics/rwlock.h"
#include "spec/semantics/srcu.h"

namespace picket {

LockWords lock_words(ObjectType type) {
  switch (type) {
    case ObjectType::mutex:
    case ObjectType::rt_mutex:
    case ObjectType::spinlock_t:
    case ObjectType::raw_spinlock_t:
    case ObjectType::ww_mutex:
    case ObjectType::dma_resv: return LockWords::owner;
    case ObjectType::local_lock_t:
    case ObjectType::rwlock_t:
    case ObjectType::percpu_rw_semaphore:
    case ObjectType::rw_semaphore:
    case ObjectType::srcu_struct: return LockWords::several;
    default: return LockWords::none;
  }
}

bool holds(const Program& program, const Word* words, ObjectId object,
           ContextId context) {
  const Word* block = words + program.layout.objects[object.index()].words;
  const ObjectType type = program.scenario.object(object).type;
  if (lock_words(type) == LockWords::owner)
    return block[0] == context.value + 1;
  switch (type) {
    case ObjectType::local_lock_t:
      return (block[context.index() / 32] >> (context.index() % 32) & 1) != 0;
    case ObjectType::rwlock_t:
    case ObjectType::percpu_rw_semaphore:
    case ObjectType::rw_semaphore:
      return block[0] == context.value + 1 ||
             readers(program, block, context) > 0;
    case ObjectType::srcu_struct:
      return srcu_depth(program, words, object, context) > 0;
    default: return false;
  }
}

bool is_held(const Program& program, const Word* words, ObjectId object) {
  // A transaction that is not over must not be freed or initialised either.
  if (program.scenario.object(object).type == ObjectType::ww_acquire_ctx)
    return words[program.layout.objects[object.index()].words] != 0;
  const auto n = static_cast<std::int32_t>(program.scenario.contexts.size());
  for (std::int32_t c = 0; c < n; ++c)
    if (holds(program, words, object, ContextId(c))) return true;
  return false;
}

}  // namespace picket
