// Queueing, starting, ending and cancelling work items.
//
// The active set of a queue is its running items and as many pending ones, in
// the order of queueing, as max_active leaves room for. Those may start in any
// order: they are given to several workers, on several CPUs. An item that is
// queued again while it runs takes a place too, and starts when it has ended.
#include "spec/semantics/workqueue.h"

#include "spec/base/contract.h"
#include "spec/semantics/deferred.h"
#include "spec/semantics/irq_work.h"
#include "spec/semantics/kthread.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/primitives.h"
#include "spec/semantics/timer.h"
#include "spec/semantics/work_item.h"

namespace picket {
namespace {

// Words of a queue. A queue that can never be full keeps no order, so that
// steps with different items on it commute.
constexpr int kDraining = 0;
constexpr int kRunning = 1;
constexpr int kPending = 2;
constexpr int kLine = 3;

bool keeps_order(const Program& program, ObjectId queue) {
  return program.layout.objects[queue.index()].capacity > 0;
}

int place_in_line(const Word* queue, ObjectId work) {
  for (int i = 0; i < queue[kPending]; ++i)
    if (queue[kLine + i] == work.value + 1) return i;
  return -1;
}

// The number of pending items that belong to the active set.
int places(const Program& program, const Word* block, ObjectId queue) {
  return max_active(program.scenario.object(queue)) - block[kRunning];
}

void join_line(Run& run, ObjectId queue, ObjectId work) {
  Word* q = run.block(queue);
  if (!keeps_order(run.program, queue)) {
    run.reads(queue);
    return;
  }
  run.writes(queue);
  q[kLine + q[kPending]++] = work.value + 1;
}

void leave_line(Run& run, ObjectId queue, ObjectId work) {
  if (!keeps_order(run.program, queue)) return;
  run.writes(queue);
  Word* q = run.block(queue);
  int at = place_in_line(q, work);
  for (--q[kPending]; at < q[kPending]; ++at) q[kLine + at] = q[kLine + at + 1];
  q[kLine + q[kPending]] = 0;
}

// While a queue is drained only its own items may queue more work.
bool refuses(Run& run, ObjectId queue) {
  if (run.block(queue)[kDraining] == 0) return false;
  const ObjectId own = run.scenario().context(run.self).work;
  const bool item = own.valid() &&
                    is_work_item(run.scenario().object(own).type) &&
                    !run.scenario().context(run.self).fires;
  return !item || WorkItem(run, own).running_on() != queue;
}

Act enqueue(Run& run, ObjectId queue, ObjectId work) {
  if (auto gone = dead(run, queue)) return *gone;
  if (auto gone = dead(run, work)) return *gone;
  WorkItem item(run, work);
  run.reads(work);
  if (item.pending() || item.disabled() > 0) return run.result(0);
  if (auto out = put_on_queue(run, queue, work)) return *out;
  return run.result(1);
}

Act enqueue_on_thread(Run& run) {
  const ContextId thread(run.operand(0).value);
  return enqueue(run, run.program.layout.work.queue_of[thread.index()],
                 run.object(1));
}

// An item of a kthread starts behind the thread's body; once the thread has
// been stopped, not at all. (One that the thread had taken when it was asked
// counts as started before.)
std::optional<Act> waits_for_thread(Run& run, ObjectId queue, ObjectId work) {
  const ContextId thread = run.scenario().object(queue).thread;
  if (!thread.valid()) return {};
  run.reads(thread);
  if (takes_items(run.program, run.words, thread)) return {};
  run.reads(work);
  Want want;
  if (!was_stopped(run.program, run.words, thread)) {
    want.kind = Want::Kind::slot;
    want.object = queue;
  }
  return run.blocked(want);
}

Act cancel(Run& run) {
  const ObjectId work = run.object();
  if (auto gone = dead(run, work)) return *gone;
  return run.result(take_off_queue(run, work) ? 1 : 0);
}

}  // namespace

std::optional<Act> put_on_queue(Run& run, ObjectId queue, ObjectId work) {
  if (auto gone = dead(run, queue)) return gone;
  run.reads(queue);
  if (refuses(run, queue)) return run.misuse(Misuse::wrong_context, queue);
  run.writes(work);
  join_line(run, queue, work);
  WorkItem(run, work).set_pending_on(queue);
  return {};
}

bool take_off_queue(Run& run, ObjectId work) {
  WorkItem item(run, work);
  if (!item.pending()) {
    run.reads(work);
    return false;
  }
  run.writes(work);
  if (item.queued()) leave_line(run, item.pending_on(), work);
  item.set_pending_on(ObjectId{});
  if (item.pending_awaited()) {
    run.writes(runner_of(run, work));
    item.pending_gone();
  }
  return true;
}

Act begin_work(Run& run) {
  const ObjectId work = run.scenario().context(run.self).work;
  WorkItem item(run, work);
  if (!item.queued()) {
    run.reads(work);
    return run.blocked({});
  }
  const ObjectId queue = item.pending_on();
  if (auto out = waits_for_thread(run, queue, work)) return *out;
  Word* q = run.block(queue);
  if (keeps_order(run.program, queue)) {
    run.reads(queue);
    if (place_in_line(q, work) >= places(run.program, q, queue)) {
      run.reads(work);
      Want want;
      want.kind = Want::Kind::slot;
      want.object = queue;
      return run.blocked(want);
    }
  }
  if (auto gone = dead(run, work)) return *gone;
  if (keeps_order(run.program, queue)) {
    leave_line(run, queue, work);
    ++q[kRunning];
  }
  // Whoever starts to wait for the item does not see whether it runs already,
  // so that commutes with this; queueing and cancelling do not.
  run.adds(work);
  run.effect.takes = queue;
  item.set_running_on(queue);
  item.set_pending_on(ObjectId{});
  item.pending_started();
  return enter_function(run);
}

Act end_work(Run& run) {
  const ObjectId work = run.scenario().context(run.self).work;
  WorkItem item(run, work);
  const ObjectId queue = item.running_on();
  run.writes(run.self);
  if (keeps_order(run.program, queue)) {
    run.writes(queue);
    --run.block(queue)[kRunning];
  }
  item.set_running_on(ObjectId{});
  item.running_ended();
  become_idle(run);
  return Act::done;
}

bool work_pending(const Program& program, const Word* words, ObjectId work) {
  const WorkItem item(program.layout, const_cast<Word*>(words), work);
  if (!item.queued()) return item.pending();
  const ContextId thread = program.scenario.object(item.pending_on()).thread;
  return !thread.valid() || !was_stopped(program, words, thread);
}

bool item_in_use(Run& run, ObjectId work) {
  WorkItem item(run, work);
  run.reads(work);
  return item.pending() || item.disabled() > 0;
}

bool queue_in_use(Run& run, ObjectId queue) {
  run.reads(queue);
  return run.block(queue)[kDraining] > 0 || !queue_empty(run, queue);
}

bool work_waits_behind(const Program& program, const Word* words, ObjectId work,
                       ObjectId other) {
  Word* w = const_cast<Word*>(words);
  const WorkItem item(program.layout, w, work);
  const WorkItem before(program.layout, w, other);
  if (!item.queued() || !keeps_order(program, item.pending_on())) return false;
  const ObjectId queue = item.pending_on();
  const Word* q = words + program.layout.objects[queue.index()].words;
  const int at = place_in_line(q, work);
  if (at < places(program, q, queue)) return false;
  if (before.running() && before.running_on() == queue) return true;
  const int ahead = place_in_line(q, other);
  return work != other && ahead >= 0 && ahead < at;
}

Act run_work(Run& run) {
  switch (run.step().op) {
    case Op::queue_work: return enqueue(run, run.object(0), run.object(1));
    case Op::schedule_work:
      return enqueue(run, run.program.layout.work.system_queue, run.object());
    case Op::cancel_work: return cancel(run);
    case Op::kthread_queue_work: return enqueue_on_thread(run);
    case Op::queue_delayed_work:
    case Op::mod_delayed_work: return run_delayed_work(run);
    case Op::cancel_work_sync:
    case Op::cancel_delayed_work_sync:
    case Op::flush_work:
    case Op::flush_delayed_work:
    case Op::kthread_flush_work:
    case Op::flush_workqueue:
    case Op::drain_workqueue:
    case Op::destroy_workqueue: return run_flush(run);
    case Op::kthread_stop:
    case Op::kthread_should_stop:
    case Op::kthread_park:
    case Op::kthread_unpark:
    case Op::kthread_parkme: return run_kthread(run);
    case Op::mod_timer:
    case Op::timer_delete:
    case Op::timer_delete_sync:
    case Op::hrtimer_start:
    case Op::hrtimer_cancel: return run_timer(run);
    case Op::irq_work_queue:
    case Op::irq_work_sync: return run_irq_work(run);
    default: break;
  }
  PICKET_REQUIRE(false, "an operation on work items");
  return Act::blocked;
}

}  // namespace picket
