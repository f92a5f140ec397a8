// Waiting for work: flush_work, cancel_work_sync, flush_workqueue, drain and
// destroy.
//
// Follows kernel/workqueue.c of Linux 6.12. A flusher waits for the instances
// it finds, not for later ones. The kernel remembers them by barriers in the
// queue and by colours of whole queues; here each item knows which contexts
// wait for its pending and which for its running instance. An item has no more
// than these two, so that is the same set of instances, and when a colour is
// handed on, or flushes share one, nobody outside can see.
#include "spec/base/contract.h"
#include "spec/semantics/deferred.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/reclaim.h"
#include "spec/semantics/task.h"
#include "spec/semantics/work_item.h"
#include "spec/semantics/workqueue.h"

namespace picket {
namespace {

enum Stage {
  kArrive,
  kWait,
  kWaitWasPending,  // cancel_work_sync: it has taken the item off its queue
};

Act go(Run& run, Stage next) {
  set_stage(run, next);
  return Act::stay;
}

Act wants(Run& run, Want::Kind kind) {
  Want want;
  want.kind = kind;
  want.object = run.object();
  return run.blocked(want);
}

const std::vector<ObjectId>& items_of(const Run& run, ObjectId queue) {
  return run.program.layout.work.items[queue.index()];
}

// Everything here may sleep, also when there turns out to be nothing to do.
std::optional<Act> arrive(Run& run) {
  if (auto gone = dead(run, run.object())) return gone;
  if (stage(run) == kArrive && !may_sleep(run))
    return run.misuse(Misuse::sleep_in_atomic, run.object());
  return {};
}

// What has to make progress for memory to be freed, reclaim itself or an item
// of a queue with a rescuer, must not wait for a queue without: that may need
// memory to start a worker (check_flush_dependency).
std::optional<Act> kept_from_reclaim(Run& run, ObjectId queue) {
  const Scenario& s = run.scenario();
  const Object& q = s.object(queue);
  if (q.mem_reclaim || q.type != ObjectType::workqueue_struct) return {};
  const ObjectId own = s.context(run.self).work;
  bool reclaims = scopes(run).noreclaim > 0;
  if (own.valid() && is_work_item(s.object(own).type))
    reclaims |= s.object(WorkItem(run, own).running_on()).mem_reclaim;
  if (!reclaims) return {};
  return run.misuse(Misuse::wrong_context, run.object());
}

ObjectId queue_of(const WorkItem& item) {
  if (item.armed()) return item.armed_for();
  return item.queued() ? item.pending_on() : item.running_on();
}

// The result of the attempt says whether there is something to wait for:
// lockdep is told only then.
Act flush_item(Run& run) {
  const ObjectId work = run.object();
  if (auto out = arrive(run)) return *out;
  WorkItem item(run, work);
  run.reads(runner_of(run, work));
  if (stage(run) == kWait)
    return item.awaited_by(run.self) ? wants(run, Want::Kind::work)
                                     : run.result(1);
  run.adds(work);
  if (!item.busy()) return run.result(0);
  if (auto out = kept_from_reclaim(run, queue_of(item))) return *out;
  if (item.armed())
    if (auto out = put_on_queue(run, item.armed_for(), work)) return *out;
  if (item.pending())
    item.await_pending(run.self);
  else
    item.await_running(run.self);
  run.effect.result = 1;
  return go(run, kWait);
}

// Only if there is something to wait for does it have to be able to sleep.
Act flush_kthread_item(Run& run) {
  const ObjectId work = run.object();
  if (stage(run) == kArrive) {
    if (auto gone = dead(run, work)) return *gone;
    run.reads(runner_of(run, work));
    run.adds(work);
    if (!WorkItem(run, work).busy()) return Act::done;
  }
  return flush_item(run);
}

// While it is under way, nobody else can queue the item.
Act cancel_and_wait(Run& run) {
  const ObjectId work = run.object();
  if (auto out = arrive(run)) return *out;
  WorkItem item(run, work);
  run.reads(runner_of(run, work));
  if (stage(run) == kArrive) {
    const bool was_pending = take_off_queue(run, work);
    run.writes(work);
    ++item.disabled();
    if (item.running()) item.await_running(run.self);
    run.effect.result = item.running();
    return go(run, was_pending ? kWaitWasPending : kWait);
  }
  if (item.awaited_by(run.self)) return wants(run, Want::Kind::work);
  run.writes(work);
  --item.disabled();
  return run.result(stage(run) == kWaitWasPending ? 1 : 0);
}

Act flush_queue(Run& run) {
  const ObjectId queue = run.object();
  if (auto out = arrive(run)) return *out;
  if (stage(run) == kArrive) {
    if (auto out = kept_from_reclaim(run, queue)) return *out;
    // Nothing here depends on whether an item has started or ended: one that
    // has ended is not waited for, one that ends later does not hold it up.
    run.adds(queue);
    for (const ObjectId work : items_of(run, queue)) {
      WorkItem item(run, work);
      run.adds(work);
      if (item.pending_on() == queue) item.await_pending(run.self);
      if (item.running_on() == queue) item.await_running(run.self);
    }
    return go(run, kWait);
  }
  bool waits = false;
  for (const ObjectId work : items_of(run, queue)) {
    run.reads(runner_of(run, work));
    waits |= WorkItem(run, work).awaited_by(run.self);
  }
  return waits ? wants(run, Want::Kind::queue) : Act::done;
}

// Word 0 of a queue counts those who drain it.
Act drain(Run& run, bool destroys) {
  const ObjectId queue = run.object();
  if (auto out = arrive(run)) return *out;
  if (stage(run) == kArrive) {
    if (auto out = kept_from_reclaim(run, queue)) return *out;
    run.writes(queue);
    ++run.block(queue)[0];
    return go(run, kWait);
  }
  if (!queue_empty(run, queue)) return wants(run, Want::Kind::queue);
  run.writes(queue);
  --run.block(queue)[0];
  if (destroys) set_life(run, queue, Life::freed);
  return Act::done;
}

}  // namespace

bool queue_empty(Run& run, ObjectId queue) {
  bool empty = true;
  for (const ObjectId work : items_of(run, queue)) {
    const WorkItem item(run, work);
    run.reads(work);
    run.reads(runner_of(run, work));
    empty &= item.pending_on() != queue && item.running_on() != queue;
  }
  return empty;
}

Act run_flush(Run& run) {
  switch (run.step().op) {
    case Op::flush_work:
    case Op::flush_delayed_work: return flush_item(run);
    case Op::kthread_flush_work: return flush_kthread_item(run);
    case Op::cancel_work_sync:
    case Op::cancel_delayed_work_sync: return cancel_and_wait(run);
    case Op::flush_workqueue: return flush_queue(run);
    case Op::drain_workqueue: return drain(run, false);
    case Op::destroy_workqueue: return drain(run, true);
    default: break;
  }
  PICKET_REQUIRE(false, "an operation that waits for work");
  return Act::blocked;
}

}  // namespace picket
