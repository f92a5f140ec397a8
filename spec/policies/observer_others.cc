// Everything that is neither a lock nor a fence: waiting for a condition, for
// work, for memory; interrupt and allocator state; pure annotations.
//
// Follows kernel/workqueue.c (touch_work_lockdep_map), kernel/time/timer.c,
// mm/page_alloc.c (fs_reclaim_acquire), include/linux/sched/mm.h (might_alloc),
// include/linux/srcu.h and rcupdate.h of Linux 6.12.
#include "spec/policies/observer.h"
#include "spec/policies/queues.h"

namespace picket {

// Waiting on a queue or for a completion is invisible but where a policy has a
// map for its class.
void Observer::wait_attempt(Context& c, const Step& step, StepId id,
                            const EventFacts* e) {
  // A condition that is true at once needs no queue.
  const bool at_once = e && e->ends && facts(step.op).blocking;
  if (!at_once) queue_lock(c, step, id);
  if (!facts(step.op).blocking) return;
  if (fences_.is_automatic()) {
    for (const MapId map : fences_.maps_of_wait(id)) touch(c, map, id);
    return;
  }
  if (step.operands[0].kind != Operand::Kind::object) return;
  fences_.might_wait(c.flow, fences_.map_of(step.operands[0].object()), id);
}

// kernel/sched/wait.c: a queue is a list under a spinlock, taken with
// interrupts off. Those of swait and completions are raw, and taken by nobody
// who holds more.
void Observer::queue_lock(Context& c, const Step& step, StepId id) {
  const Operand& first = step.operands[0];
  if (first.kind != Operand::Kind::object || step.op == Op::waitqueue_active)
    return;
  const bool sleeps = s_.config.preempt_rt;
  if (!sleeps) irq_off(c, true);
  touch(c, maps_.guard(first.object()), id);
  if (!sleeps) irq_restore(c, id);
}

// The attempt's result says whether there is anything to wait for.
void Observer::work_attempt(Context& c, const Step& step, StepId id,
                            const EventFacts* e) {
  const ObjectId object = step.operands[0].kind == Operand::Kind::object
                              ? step.operands[0].object()
                              : ObjectId{};
  switch (step.op) {
    case Op::flush_work:
    case Op::flush_delayed_work:
      if (!e || e->result == 0) return;
      touch(c, maps_.of(object), id);
      for (const ObjectId queue : queues_of(s_, object))
        if (runs_one_at_a_time(s_.object(queue))) touch(c, maps_.of(queue), id);
      return;
    case Op::cancel_work_sync:
    case Op::cancel_delayed_work_sync:
      if (e && e->result != 0) touch(c, maps_.of(object), id);
      return;
    case Op::flush_workqueue:
    case Op::drain_workqueue:
    case Op::destroy_workqueue: return touch(c, maps_.of(object), id);
    case Op::timer_delete_sync: {
      irq_off(c, true);
      touch(c, maps_.of(object), id);
      irq_restore(c, id);
      return;
    }
    default: return;
  }
}

bool Observer::enters_reclaim(const Context& c, const std::string& gfp) const {
  return gfp == "GFP_KERNEL" && c.flow.noreclaim == 0 && c.flow.nofs == 0 &&
         c.flow.noio == 0;
}

// Whatever may reclaim may run a notifier; only with __GFP_FS a file system.
void Observer::might_alloc(Context& c, const std::string& gfp, StepId id) {
  if (c.flow.noreclaim > 0 || gfp == "GFP_ATOMIC" || gfp == "GFP_NOWAIT")
    return;
  const bool fs = enters_reclaim(c, gfp);
  Acquire want;
  want.map = maps_.fs_reclaim;
  if (fs) lockdep_.acquire(c.flow, want, id);
  if (s_.config.mmu_notifier) touch(c, maps_.mmu_notifier, id);
  if (fs) lockdep_.release(c.flow, want.map, {}, id);
}

void Observer::memory_attempt(Context& c, const Step& step, StepId id,
                              const EventFacts* e) {
  Acquire want;
  switch (step.op) {
    case Op::kmalloc:
      might_alloc(c, word(step, 0), id);
      // It goes on: reclaim functions run in it.
      if (!e || e->ends || !enters_reclaim(c, word(step, 0))) return;
      want.map = maps_.fs_reclaim;
      lockdep_.acquire(c.flow, want, id);
      ++c.flow.noreclaim;
      c.open.back().reclaims = true;
      return;
    case Op::might_alloc: return might_alloc(c, word(step, 0), id);
    case Op::fs_reclaim_acquire:
      if (c.flow.noreclaim > 0) return;
      if (enters_reclaim(c, word(step, 0))) {
        want.map = maps_.fs_reclaim;
        lockdep_.acquire(c.flow, want, id);
      }
      if (s_.config.mmu_notifier) touch(c, maps_.mmu_notifier, id);
      return;
    case Op::mmu_notifier_invalidate_range_start:
      want.map = maps_.mmu_notifier;
      return lockdep_.acquire(c.flow, want, id);
    case Op::mmap_read_lock:
    case Op::mmap_write_lock:
      want.map = maps_.mmap_lock;
      want.read = step.op == Op::mmap_read_lock ? 1 : 0;
      return lockdep_.acquire(c.flow, want, id);
    case Op::might_fault:
      // A kernel thread has no memory of its own that could fault.
      if (c.flow.kind == ContextKind::task &&
          !s_.context(c.flow.self).work.valid())
        touch(c, maps_.mmap_lock, id, 1);
      return;
    default: return;
  }
}

void Observer::context_done(Context& c, const Step& step, StepId id) {
  switch (step.op) {
    case Op::local_irq_disable: return irq_off(c, false);
    case Op::local_irq_enable: return irq_on(c, id);
    case Op::local_irq_save: return irq_off(c, true);
    case Op::local_irq_restore: return irq_restore(c, id);
    case Op::local_bh_disable: return bh_off(c, id);
    case Op::local_bh_enable: return bh_on(c, id);
    case Op::preempt_disable: ++c.flow.preempt; return;
    case Op::preempt_enable: --c.flow.preempt; return;
    case Op::memalloc_noreclaim_save: ++c.flow.noreclaim; return;
    case Op::memalloc_noreclaim_restore: --c.flow.noreclaim; return;
    case Op::memalloc_nofs_save: ++c.flow.nofs; return;
    case Op::memalloc_nofs_restore: --c.flow.nofs; return;
    case Op::memalloc_noio_save: ++c.flow.noio; return;
    case Op::memalloc_noio_restore: --c.flow.noio; return;
    case Op::fs_reclaim_release:
      // Without a word it ends whatever has begun.
      if (step.operands[0].given()
              ? enters_reclaim(c, word(step, 0))
              : lockdep_.holds(c.flow, maps_.fs_reclaim, -1))
        lockdep_.release(c.flow, maps_.fs_reclaim, {}, id);
      return;
    case Op::mmu_notifier_invalidate_range_end:
      return lockdep_.release(c.flow, maps_.mmu_notifier, {}, id);
    case Op::mmap_read_unlock:
    case Op::mmap_write_unlock:
      return lockdep_.release(c.flow, maps_.mmap_lock, {}, id);
    default: return;
  }
}

void Observer::rcu_done(Context& c, const Step& step, StepId id) {
  Acquire want;
  switch (step.op) {
    // Tracked for the sake of wait contexts; makes no dependencies.
    case Op::rcu_read_lock:
    case Op::rcu_read_lock_bh:
    case Op::rcu_read_lock_sched:
      want.map =
          step.op == Op::rcu_read_lock_sched ? maps_.rcu_sched : maps_.rcu;
      want.read = 2;
      want.check = false;
      if (step.op == Op::rcu_read_lock_bh) bh_off(c, id);
      if (step.op == Op::rcu_read_lock_sched ||
          (step.op == Op::rcu_read_lock && !s_.config.preempt_rcu))
        ++c.flow.preempt;
      return lockdep_.acquire(c.flow, want, id);
    case Op::rcu_read_unlock:
    case Op::rcu_read_unlock_bh:
      lockdep_.release(c.flow, maps_.rcu, {}, id);
      if (step.op == Op::rcu_read_unlock_bh) bh_on(c, id);
      if (step.op == Op::rcu_read_unlock && !s_.config.preempt_rcu)
        --c.flow.preempt;
      return;
    case Op::rcu_read_unlock_sched:
      lockdep_.release(c.flow, maps_.rcu_sched, {}, id);
      --c.flow.preempt;
      return;
    case Op::srcu_read_lock:
      want.map = maps_.of(step.operands[0].object());
      want.read = 2;
      return lockdep_.acquire(c.flow, want, id);
    case Op::srcu_read_unlock:
      return lockdep_.release(c.flow, maps_.of(step.operands[0].object()), {},
                              id);
    default: return;
  }
}

void Observer::annotation_done(Context& c, const Step& step, StepId id) {
  const ObjectId object = step.operands[0].object();
  const MapId map = maps_.of(object);
  if (!map.valid()) return;
  Acquire want;
  want.map = map;
  want.instance = object;
  switch (step.op) {
    case Op::lock_map_acquire: return lockdep_.acquire(c.flow, want, id);
    case Op::lock_map_acquire_read:
      want.read = 2;
      return lockdep_.acquire(c.flow, want, id);
    case Op::lock_map_release: return drop(c, object, id);
    case Op::might_lock: return lockdep_.touch(c.flow, want, id);
    case Op::might_lock_read:
      want.read = 1;
      return lockdep_.touch(c.flow, want, id);
    case Op::lock_sync: return lockdep_.sync(c.flow, map, id);
    default: return;
  }
}

}  // namespace picket
