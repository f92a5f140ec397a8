// ww_mutex_* and dma_resv_*lock: mutexes taken in transactions that back off
// instead of deadlocking.
//
// Follows kernel/locking/ww_mutex.h and mutex.c of Linux 6.12 (wait-die and
// wound-wait), with the checks of DEBUG_WW_MUTEXES as misuses at the attempt.
//
// A waiter with a transaction decides who backs off, so its arrival is a
// transition of its own; everything the kernel does under one hold of wait_lock
// (wound, look for signals, die) belongs to it. A waiter goes on as the
// kernel's loop does: take the lock if it is free, else see a signal, else die,
// else sleep. The wake-ups of those that must die need no words: the condition
// is looked at again wherever the kernel sends one. Not queued, because nobody
// can tell, are waiters without a transaction and, in wound-wait, those that
// hold nothing yet.
#include "spec/semantics/ww_mutex.h"

#include "spec/base/contract.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/primitives.h"
#include "spec/semantics/task.h"
#include "spec/semantics/ww_context.h"

namespace picket {
namespace {

constexpr std::int32_t kEintr = -4;
constexpr std::int32_t kEdeadlk = -35;
constexpr std::int32_t kEalready = -114;

// Stages of a lock operation.
constexpr int kQueued = 1;
constexpr int kInjected = 2;  // has the lock, will pretend it must back off

struct Form {
  bool slow = false;
  bool interruptible = false;
};

// What one lock operation is about.
struct Request {
  ObjectId lock;
  ObjectId ctx;
  Form form;
};

Word self_word(const Run& run) { return run.self.value + 1; }

ObjectId ctx_of(Word word) { return ObjectId(word - 1); }

bool waits_and_dies(const Run& run, ObjectId ctx) {
  return run.scenario().object(ctx).algorithm == WwAlgorithm::wait_die;
}

bool interrupted(Run& run, Form form) {
  return form.interruptible && signal_pending(run);
}

Act sleep(Run& run, ObjectId lock, Form form) {
  Want want;
  want.kind = Want::Kind::lock;
  want.object = lock;
  want.bounded = form.interruptible;
  return run.blocked(want);
}

// Does a transaction older than `ctx` wait for the lock?
bool older_waits(Run& run, ObjectId lock, ObjectId ctx) {
  const WwLock l = ww_lock(run, lock);
  if (l.waiting == 0) return false;
  for (std::size_t c = 0; c < run.scenario().contexts.size(); ++c)
    if (l.waiters[c] != 0 && older(run, ctx_of(l.waiters[c]), ctx)) return true;
  return false;
}

// __ww_mutex_check_kill: must the transaction back off from this lock?
bool must_die(Run& run, const Request& r) {
  const WwContext ctx = ww_context(run, r.ctx);
  if (ctx.acquired == 0) return false;
  if (!waits_and_dies(run, r.ctx)) {
    run.reads(run.self);
    return ctx.wounded != 0;
  }
  const WwLock l = ww_lock(run, r.lock);
  return (l.ctx != 0 && older(run, ctx_of(l.ctx), r.ctx)) ||
         older_waits(run, r.lock, r.ctx);
}

// Misuses that show before anything is taken; only of a blocking operation,
// a trylock must succeed to be one.
bool breaks_protocol(Run& run, const Request& r) {
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

Act back_off(Run& run, const Request& r) {
  leave_queue(run, r.lock);
  ww_context(run, r.ctx).contending = r.lock.value + 1;
  return run.result(kEdeadlk);
}

// The lock is free: it belongs to the transaction now. Wound-wait: whoever is
// older and waits (with locks held, else it were not queued) wounds it.
void grant(Run& run, const Request& r) {
  run.writes(r.lock);
  leave_queue(run, r.lock);
  WwLock l = ww_lock(run, r.lock);
  WwContext ctx = ww_context(run, r.ctx);
  l.owner = self_word(run);
  l.ctx = r.ctx.value + 1;
  ++ctx.acquired;
  ctx.contending = 0;
  if (!waits_and_dies(run, r.ctx) && older_waits(run, r.lock, r.ctx))
    wound(run, r.ctx);
}

void give_back(Run& run, ObjectId lock) {
  run.writes(lock);
  WwLock l = ww_lock(run, lock);
  if (l.ctx != 0) {
    WwContext ctx = ww_context(run, ctx_of(l.ctx));
    run.writes(ctx_of(l.ctx));
    // Nobody looks at the wound of a transaction without locks; the kernel
    // forgets it at the next attempt.
    if (--ctx.acquired == 0) ctx.wounded = 0;
  }
  l.owner = 0;
  l.ctx = 0;
  if (run.scenario().object(lock).type == ObjectType::dma_resv)
    run.block(lock)[ww_lock_words(run)] = 0;  // unused reservations
}

// The lock is held by somebody else when a transaction asks for it.
Act contend(Run& run, const Request& r) {
  run.reads(r.lock);
  WwLock l = ww_lock(run, r.lock);
  WwContext ctx = ww_context(run, r.ctx);
  const bool wait_die = waits_and_dies(run, r.ctx);
  const bool signalled = interrupted(run, r.form);
  const bool dies = must_die(run, r);
  if (l.owner == self_word(run) && !signalled && !dies)
    return run.misuse(Misuse::recursive_lock, r.lock);
  // Behind an older waiter it does not even queue.
  if (dies && wait_die && older_waits(run, r.lock, r.ctx))
    return back_off(run, r);
  if (!wait_die && ctx.acquired > 0 && l.ctx != 0 &&
      older(run, r.ctx, ctx_of(l.ctx)))
    wound(run, ctx_of(l.ctx));
  if (signalled) return run.result(kEintr);
  if (dies) return back_off(run, r);
  run.writes(r.lock);
  if (!wait_die && ctx.acquired == 0) return sleep(run, r.lock, r.form);
  l.waiters[run.self.index()] = r.ctx.value + 1;
  ++l.waiting;
  set_stage(run, kQueued);
  return Act::stay;
}

// One round of the waiter's loop.
Act go_on_waiting(Run& run, const Request& r) {
  run.writes(r.lock);
  if (ww_lock(run, r.lock).owner == 0) {
    grant(run, r);
    return run.result(0);
  }
  if (interrupted(run, r.form)) {
    leave_queue(run, r.lock);
    return run.result(kEintr);
  }
  if (must_die(run, r)) return back_off(run, r);
  return sleep(run, r.lock, r.form);
}

// DEBUG_WW_MUTEX_SLOWPATH: the lock is taken, then given back as if the
// transaction had lost it. Others can see it taken in between.
Act inject(Run& run, const Request& r) {
  const bool possible =
      ww_lock(run, r.lock).owner == 0 && ww_context(run, r.ctx).acquired > 0;
  run.writes(r.lock);
  if (!possible) return run.blocked({});
  grant(run, r);
  set_stage(run, kInjected);
  return Act::stay;
}

Act lock_in_transaction(Run& run, const Request& r) {
  if (auto gone = dead(run, r.ctx)) return *gone;
  run.writes(r.ctx);
  WwContext ctx = ww_context(run, r.ctx);
  if (ctx.owner != self_word(run)) return run.misuse(Misuse::ww_misuse, r.ctx);
  if (stage(run) == kInjected) {
    give_back(run, r.lock);
    return back_off(run, r);
  }
  WwLock l = ww_lock(run, r.lock);
  if (stage(run) != kQueued) {
    if (l.ctx == r.ctx.value + 1) {
      run.reads(r.lock);
      return run.result(kEalready);
    }
    if (breaks_protocol(run, r)) return run.misuse(Misuse::ww_misuse, r.lock);
  }
  const bool may_inject =
      run.scenario().config.debug_ww_slowpath && !r.form.slow;
  if (may_inject) run.effect.alternatives = 2;
  if (run.alternative == 1) return inject(run, r);
  if (stage(run) == kQueued) return go_on_waiting(run, r);
  if (l.owner != 0) return contend(run, r);
  grant(run, r);
  return run.result(0);
}

Act lock_alone(Run& run, ObjectId lock, Form form) {
  WwLock l = ww_lock(run, lock);
  if (l.owner == self_word(run))
    return run.misuse(Misuse::recursive_lock, lock);
  run.writes(lock);
  if (l.owner == 0) {
    l.owner = self_word(run);
    return run.result(0);
  }
  if (interrupted(run, form)) return run.result(kEintr);
  return sleep(run, lock, form);
}

Act lock(Run& run, Form form) {
  const ObjectId l = run.object();
  if (auto gone = dead(run, l)) return *gone;
  if (!may_sleep(run)) return run.misuse(Misuse::sleep_in_atomic, l);
  const Operand& ctx = run.operand(1);
  if (ctx.given()) return lock_in_transaction(run, {l, ctx.object(), form});
  // The slow path is what a transaction does after -EDEADLK.
  if (form.slow) return run.misuse(Misuse::ww_misuse, l);
  return lock_alone(run, l, form);
}

Act try_lock(Run& run) {
  const ObjectId l = run.object();
  if (auto gone = dead(run, l)) return *gone;
  const Operand& ctx = run.operand(1);
  const Request r{l, ctx.given() ? ctx.object() : ObjectId{}, {}};
  if (ctx.given()) {
    if (auto gone = dead(run, r.ctx)) return *gone;
    run.writes(r.ctx);
    if (ww_context(run, r.ctx).owner != self_word(run))
      return run.misuse(Misuse::ww_misuse, r.ctx);
  }
  WwLock words = ww_lock(run, l);
  if (words.owner != 0) {
    run.reads(l);
    return run.result(0);
  }
  run.writes(l);
  if (!ctx.given()) {
    words.owner = self_word(run);
    return run.result(1);
  }
  if (breaks_protocol(run, r)) return run.misuse(Misuse::ww_misuse, l);
  grant(run, r);
  return run.result(1);
}

Act unlock(Run& run) {
  const ObjectId l = run.object();
  if (auto gone = dead(run, l)) return *gone;
  run.writes(l);
  if (ww_lock(run, l).owner != self_word(run))
    return run.misuse(Misuse::unlock_not_held, l);
  give_back(run, l);
  return Act::done;
}

}  // namespace

Act run_ww(Run& run) {
  switch (run.step().op) {
    case Op::ww_acquire_init: return begin_transaction(run);
    case Op::ww_acquire_done: return close_acquisition(run);
    case Op::ww_acquire_fini: return finish_transaction(run);
    case Op::ww_mutex_lock:
    case Op::dma_resv_lock: return lock(run, {false, false});
    case Op::ww_mutex_lock_interruptible:
    case Op::dma_resv_lock_interruptible: return lock(run, {false, true});
    case Op::ww_mutex_lock_slow:
    case Op::dma_resv_lock_slow: return lock(run, {true, false});
    case Op::ww_mutex_lock_slow_interruptible:
    case Op::dma_resv_lock_slow_interruptible: return lock(run, {true, true});
    case Op::ww_mutex_trylock:
    case Op::dma_resv_trylock: return try_lock(run);
    case Op::ww_mutex_unlock:
    case Op::dma_resv_unlock: return unlock(run);
    default: break;
  }
  PICKET_REQUIRE(false, "an operation on ww_mutexes");
  return Act::blocked;
}

}  // namespace picket
