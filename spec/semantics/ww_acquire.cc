// Follows __mutex_lock_common, __ww_mutex_add_waiter, ww_mutex_lock_acquired
// and ww_mutex_deadlock_injection of Linux 6.12; the checks of DEBUG_WW_MUTEXES
// are misuses at the attempt.
//
// A waiter decides who backs off, so its arrival is a transition of its own,
// with everything the kernel does under the same hold of wait_lock: wound the
// holder, look for signals, die. A waiter goes on as the kernel's loop does:
// take the lock if it is free, else see a signal, else die, else sleep. The
// wake-ups of those that must die need no words: the kernel sends one wherever
// the condition becomes true. Not queued, because nobody can tell, is in
// wound-wait a transaction that holds nothing yet.
#include "spec/semantics/ww_acquire.h"

#include "spec/semantics/frame.h"
#include "spec/semantics/task.h"
#include "spec/semantics/ww_context.h"
#include "spec/semantics/ww_mutex.h"
#include "spec/semantics/ww_order.h"

namespace picket {
namespace {

constexpr std::int32_t kEintr = -4;
constexpr std::int32_t kEdeadlk = -35;
constexpr std::int32_t kEalready = -114;

// Stages of a lock operation.
constexpr int kQueued = 1;
constexpr int kInjected = 2;  // has the lock, will pretend it must back off

// Would the kernel's debug checks complain?
bool breaks_protocol(Run& run, const WwRequest& r) {
  const WwContext ctx = ww_context(run, r.ctx);
  const Scenario& s = run.scenario();
  if (ctx.done) return true;
  if (s.object(r.ctx).klass != s.object(r.lock).klass) return true;
  // After -EDEADLK: everything released, then that lock and no other.
  if (ctx.contending != 0)
    return ctx.acquired > 0 || ctx.contending != r.lock.value + 1;
  return r.form.slow;
}

void leave_queue(Run& run, ObjectId lock) {
  WwLock l = ww_lock(run, lock);
  Word& mine = l.waiters[run.self.index()];
  if (mine == 0) return;
  mine = 0;
  --l.waiting;
}

Act back_off(Run& run, const WwRequest& r) {
  leave_queue(run, r.lock);
  ww_context(run, r.ctx).contending = r.lock.value + 1;
  return run.result(kEdeadlk);
}

// The lock is free: it belongs to the transaction now.
void grant(Run& run, const WwRequest& r) {
  run.writes(r.lock);
  leave_queue(run, r.lock);
  WwLock l = ww_lock(run, r.lock);
  WwContext ctx = ww_context(run, r.ctx);
  l.owner = run.self.value + 1;
  l.ctx = r.ctx.value + 1;
  ++ctx.acquired;
  ctx.contending = 0;
  wounded_by_waiter(run, r.lock, r.ctx);
}

// The lock is not free when the transaction asks for it.
Act contend(Run& run, const WwRequest& r) {
  run.reads(r.lock);
  WwLock l = ww_lock(run, r.lock);
  const bool wait_die = uses_wait_die(run, r.ctx);
  const bool signalled = interrupted(run, r.form);
  const bool dies = must_die(run, r.lock, r.ctx);
  if (l.owner == run.self.value + 1 && !signalled && !dies)
    return run.misuse(Misuse::recursive_lock, r.lock);
  // Behind an older waiter it does not even queue.
  if (wait_die && dies && older_waits(run, r.lock, r.ctx))
    return back_off(run, r);
  wound_holder(run, r.lock, r.ctx);
  if (signalled) return run.result(kEintr);
  if (dies) return back_off(run, r);
  run.writes(r.lock);
  if (!wait_die && ww_context(run, r.ctx).acquired == 0)
    return wait_for_lock(run, r.lock, r.form);
  l.waiters[run.self.index()] = r.ctx.value + 1;
  ++l.waiting;
  set_stage(run, kQueued);
  return Act::stay;
}

// One round of the waiter's loop.
Act go_on_waiting(Run& run, const WwRequest& r) {
  run.writes(r.lock);
  if (ww_lock(run, r.lock).owner == 0) {
    grant(run, r);
    return run.result(0);
  }
  if (interrupted(run, r.form)) {
    leave_queue(run, r.lock);
    return run.result(kEintr);
  }
  if (must_die(run, r.lock, r.ctx)) return back_off(run, r);
  return wait_for_lock(run, r.lock, r.form);
}

// DEBUG_WW_MUTEX_SLOWPATH: the lock is taken, then given back as if the
// transaction had lost it. Others can see it taken in between.
Act inject(Run& run, const WwRequest& r) {
  run.writes(r.lock);
  if (ww_lock(run, r.lock).owner != 0 || ww_context(run, r.ctx).acquired == 0)
    return run.blocked({});
  grant(run, r);
  set_stage(run, kInjected);
  return Act::stay;
}

Act give_back_injected(Run& run, const WwRequest& r) {
  give_back(run, r.lock);
  return back_off(run, r);
}

}  // namespace

bool interrupted(Run& run, WwForm form) {
  return form.interruptible && signal_pending(run);
}

Act wait_for_lock(Run& run, ObjectId lock, WwForm form) {
  Want want;
  want.kind = Want::Kind::lock;
  want.object = lock;
  want.bounded = form.interruptible;
  return run.blocked(want);
}

Act acquire(Run& run, const WwRequest& r) {
  if (auto broken = not_own(run, r.ctx)) return *broken;
  if (stage(run) == kInjected) return give_back_injected(run, r);
  const WwLock l = ww_lock(run, r.lock);
  if (stage(run) != kQueued) {
    if (l.ctx == r.ctx.value + 1) {
      run.reads(r.lock);
      return run.result(kEalready);
    }
    if (breaks_protocol(run, r)) return run.misuse(Misuse::ww_misuse, r.lock);
  }
  if (run.scenario().config.debug_ww_slowpath && !r.form.slow)
    run.effect.alternatives = 2;
  if (run.alternative == 1) return inject(run, r);
  if (stage(run) == kQueued) return go_on_waiting(run, r);
  if (l.owner != 0) return contend(run, r);
  grant(run, r);
  return run.result(0);
}

Act try_acquire(Run& run, const WwRequest& r) {
  if (auto broken = not_own(run, r.ctx)) return *broken;
  if (ww_lock(run, r.lock).owner != 0) {
    run.reads(r.lock);
    return run.result(0);
  }
  run.writes(r.lock);
  if (breaks_protocol(run, r)) return run.misuse(Misuse::ww_misuse, r.lock);
  grant(run, r);
  return run.result(1);
}

void give_back(Run& run, ObjectId lock) {
  run.writes(lock);
  WwLock l = ww_lock(run, lock);
  if (l.ctx != 0) {
    const ObjectId c(l.ctx - 1);
    run.writes(c);
    WwContext ctx = ww_context(run, c);
    // Nobody looks at the wound of a transaction without locks; the kernel
    // forgets it at the next attempt.
    if (--ctx.acquired == 0) ctx.wounded = 0;
  }
  l.owner = 0;
  l.ctx = 0;
  if (run.scenario().object(lock).type == ObjectType::dma_resv)
    run.block(lock)[ww_lock_words(run)] = 0;  // unused reservations
}

}  // namespace picket
