// What runs later (items of queues, timers, irq_work, callbacks of RCU), the
// kthreads that run some of it, and who waits for readers of RCU.
#include "spec/claims/step_reading.h"

namespace picket {
namespace {

bool is_spinning(ObjectType type) {
  return type == ObjectType::spinlock_t || type == ObjectType::raw_spinlock_t ||
         type == ObjectType::rwlock_t;
}

}  // namespace

void StepReading::queue_item(ObjectId item) {
  give(t_.resources.start_of(item));
  change(item);
  if (asked()) look(item);
}

// It does not run any more for who queued it before.
void StepReading::cancel_item(ObjectId item) {
  take(t_.resources.start_of(item));
  change(item);
  if (asked()) look(t_.resources.start_of(item));
}

// The end of an item that is queued or running now; whether it is depends on
// who queued it.
void StepReading::await_end(ObjectId item) {
  need(item);
  look(item);
  look(t_.resources.start_of(item));
}

void StepReading::read_work() {
  const auto items_of = [&](ObjectId queue) {
    return t_.work.items[queue.index()];
  };
  switch (step_->op) {
    case Op::queue_work:
    case Op::queue_delayed_work:
    case Op::mod_delayed_work:
    case Op::kthread_queue_work: return queue_item(object(1));
    case Op::schedule_work:
    case Op::mod_timer:
    case Op::hrtimer_start:
    case Op::irq_work_queue: return queue_item(object());
    // Does not wait for the time to come.
    case Op::flush_delayed_work: queue_item(object()); [[fallthrough]];
    case Op::flush_work:
    case Op::kthread_flush_work:
    case Op::irq_work_sync: return await_end(object());
    case Op::cancel_work_sync:
    case Op::cancel_delayed_work_sync:
    case Op::timer_delete_sync:
    case Op::hrtimer_cancel: await_end(object()); return cancel_item(object());
    case Op::cancel_work:
    case Op::timer_delete: return cancel_item(object());
    case Op::flush_workqueue:
    case Op::drain_workqueue:
    case Op::destroy_workqueue:
      for (const ObjectId item : items_of(object())) await_end(item);
      return;
    default: return read_kthread();
  }
}

// What others ask of a kthread comes with its wake-up. That it has parked is
// taken for its end: whoever waits for either waits for what is before it.
void StepReading::read_kthread() {
  const auto asked_of = [&](ContextId thread) {
    give(t_.resources.wake_up_of(thread));
    if (asked()) look(t_.resources.end_of(thread));
  };
  switch (step_->op) {
    case Op::kthread_stop:
    case Op::kthread_park: {
      const ContextId thread(operand(0).value);
      asked_of(thread);
      add_once(out_.needs, t_.resources.end_of(thread));
      look(t_.resources.wake_up_of(thread));
      const ObjectId queue = t_.work.queue_of[thread.index()];
      if (!queue.valid()) return;
      for (const ObjectId item : t_.work.items[queue.index()]) await_end(item);
      return;
    }
    case Op::kthread_unpark: return asked_of(ContextId(operand(0).value));
    // An item asks about the thread that runs it.
    case Op::kthread_should_stop:
      for (std::size_t c = 0; c < s_.contexts.size(); ++c)
        if (ContextId(c) == context_ || t_.work.queue_of[c].valid())
          look(t_.resources.wake_up_of(ContextId(c)));
      return;
    case Op::kthread_parkme:
      give(t_.resources.end_of(context_));
      look(t_.resources.wake_up_of(context_));
      return add_once(out_.needs, t_.resources.wake_up_of(context_));
    default: return read_other();
  }
}

void StepReading::begin_to_read(ObjectId domain) {
  if (!domain.valid()) return;
  out_.acquires = domain;
  take(domain);
}

void StepReading::end_to_read(ObjectId domain) {
  if (!domain.valid()) return;
  out_.drops = domain;
  give(domain);
}

// A reader of RCU is also who spins for or holds a spinning lock, and an
// interrupt that has begun.
void StepReading::await_readers() {
  need(t_.rcu);
  for (std::size_t i = 0; i < s_.objects.size(); ++i)
    if (is_spinning(s_.objects[i].type)) need(ObjectId(i));
  for (std::size_t c = 0; c < s_.contexts.size(); ++c) {
    const Context& context = s_.contexts[c];
    const bool interrupt = context.kind == ContextKind::hardirq ||
                           context.kind == ContextKind::softirq;
    if (!interrupt || context.fires || ContextId(c) == context_) continue;
    if (context.work.valid() && !is_container(s_.object(context.work).type))
      need(context.work);
    else
      add_once(out_.needs, t_.resources.end_of(ContextId(c)));
  }
}

void StepReading::read_rcu() {
  switch (step_->op) {
    case Op::rcu_read_lock:
    case Op::rcu_read_lock_bh:
    case Op::rcu_read_lock_sched: return begin_to_read(t_.rcu);
    case Op::rcu_read_unlock:
    case Op::rcu_read_unlock_bh:
    case Op::rcu_read_unlock_sched: return end_to_read(t_.rcu);
    case Op::srcu_read_lock: return begin_to_read(object());
    case Op::srcu_read_unlock: return end_to_read(object());
    case Op::synchronize_srcu: return need(object());
    case Op::synchronize_rcu: return await_readers();
    default: break;
  }
  for (std::size_t i = 0; i < s_.objects.size(); ++i) {
    const Object& head = s_.objects[i];
    if (head.type != ObjectType::rcu_head) continue;
    if (step_->op == Op::rcu_barrier) await_end(ObjectId(i));
    if (step_->op == Op::call_rcu && &s_.step(head.call) == step_)
      queue_item(ObjectId(i));
  }
}

}  // namespace picket
