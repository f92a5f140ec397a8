#include "spec/semantics/ww_order.h"

#include "spec/semantics/ww_context.h"
#include "spec/semantics/ww_mutex.h"

namespace picket {
namespace {

ObjectId ctx_of(Word word) { return ObjectId(word - 1); }

void wound(Run& run, ObjectId ctx) {
  WwContext hurt = ww_context(run, ctx);
  run.adds(ContextId(hurt.owner - 1));  // wounding twice is wounding once
  hurt.wounded = 1;
}

}  // namespace

bool uses_wait_die(const Run& run, ObjectId ctx) {
  return run.scenario().object(ctx).algorithm == WwAlgorithm::wait_die;
}

bool older(Run& run, ObjectId a, ObjectId b) {
  return ww_context(run, a).stamp < ww_context(run, b).stamp;
}

bool older_waits(Run& run, ObjectId lock, ObjectId ctx) {
  const WwLock l = ww_lock(run, lock);
  if (l.waiting == 0) return false;
  for (std::size_t c = 0; c < run.scenario().contexts.size(); ++c)
    if (l.waiters[c] != 0 && older(run, ctx_of(l.waiters[c]), ctx)) return true;
  return false;
}

bool must_die(Run& run, ObjectId lock, ObjectId ctx) {
  const WwContext mine = ww_context(run, ctx);
  if (mine.acquired == 0) return false;
  if (!uses_wait_die(run, ctx)) {
    run.reads(run.self);
    return mine.wounded != 0;
  }
  const WwLock l = ww_lock(run, lock);
  return (l.ctx != 0 && older(run, ctx_of(l.ctx), ctx)) ||
         older_waits(run, lock, ctx);
}

void wound_holder(Run& run, ObjectId lock, ObjectId ctx) {
  if (uses_wait_die(run, ctx) || ww_context(run, ctx).acquired == 0) return;
  const WwLock l = ww_lock(run, lock);
  if (l.ctx != 0 && older(run, ctx, ctx_of(l.ctx))) wound(run, ctx_of(l.ctx));
}

// Those that wait in wound-wait hold other locks, or they were not queued.
void wounded_by_waiter(Run& run, ObjectId lock, ObjectId ctx) {
  if (!uses_wait_die(run, ctx) && older_waits(run, lock, ctx)) wound(run, ctx);
}

}  // namespace picket
