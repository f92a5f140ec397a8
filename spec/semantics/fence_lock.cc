#include "spec/semantics/fence_lock.h"

#include "spec/semantics/holder.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/preempt_rt.h"
#include "spec/semantics/task.h"

namespace picket {

ObjectId lock_of(const Run& run, ObjectId fence) {
  return run.scenario().object(fence).lock;
}

std::optional<Act> lock_taken(Run& run, ObjectId fence) {
  const ObjectId lock = lock_of(run, fence);
  if (auto gone = dead(run, fence)) return gone;
  if (auto gone = dead(run, lock)) return gone;
  if (auto no = forbidden_to_take(run, lock)) return no;
  run.reads(lock);
  const Word owner = run.block(lock)[0];
  if (owner == 0 && !can_disable(run)) return Act::limited;
  if (owner == 0) return {};
  if (owner == run.self.value + 1)
    return run.misuse(Misuse::recursive_lock, lock);
  Want want;
  want.kind = Want::Kind::lock;
  want.object = lock;
  want.spin =
      spin_of(LockForm::irqsave, is_sleeping_lock(run.scenario(), lock));
  return run.blocked(want);
}

void hold_lock(Run& run, ObjectId fence) {
  const ObjectId lock = lock_of(run, fence);
  run.writes(lock);
  run.block(lock)[0] = run.self.value + 1;
  run.effect.takes = lock;
  disable(run, LockForm::irqsave, is_sleeping_lock(run.scenario(), lock));
}

std::optional<Act> drop_lock(Run& run, ObjectId fence) {
  if (auto gone = dead(run, fence)) return gone;
  const ObjectId lock = lock_of(run, fence);
  run.writes(lock);
  if (!holds(run, lock)) return run.misuse(Misuse::unlock_not_held, lock);
  run.block(lock)[0] = 0;
  run.effect.drops = lock;
  enable(run, LockForm::irqsave, is_sleeping_lock(run.scenario(), lock));
  return {};
}

bool hold_shows(const Run& run, ObjectId fence) {
  const auto& layout = run.program.layout;
  const ObjectLayout& at = layout.objects[fence.index()];
  return at.life >= 0 || at.watched ||
         layout.objects[lock_of(run, fence).index()].watched;
}

}  // namespace picket
