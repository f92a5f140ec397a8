#include "spec/semantics/deferred.h"

#include "spec/base/contract.h"
#include "spec/model/container_code.h"
#include "spec/semantics/exit.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/guest.h"
#include "spec/semantics/irq_work.h"
#include "spec/semantics/rcu_callback.h"
#include "spec/semantics/store_buffer.h"
#include "spec/semantics/timer.h"
#include "spec/semantics/work_item.h"
#include "spec/semantics/workqueue.h"

namespace picket {
namespace {

ObjectId own_item(const Run& run) {
  return run.scenario().context(run.self).work;
}

}  // namespace

Act begin_deferred(Run& run) {
  const ObjectType type = run.scenario().object(own_item(run)).type;
  if (type == ObjectType::store_buffer) return bring_to_memory(run);
  if (run.scenario().context(run.self).fires) return fire_delayed(run);
  switch (type) {
    case ObjectType::work_struct:
    case ObjectType::delayed_work:
    case ObjectType::kthread_work: return begin_work(run);
    case ObjectType::timer_list:
    case ObjectType::hrtimer: return begin_timer(run);
    case ObjectType::dma_fence_array:
    case ObjectType::dma_fence_chain:
    case ObjectType::irq_work: return begin_irq_work(run);
    case ObjectType::rcu_head: return begin_callback(run);
    default: break;
  }
  PICKET_REQUIRE(false, "a runner runs an item");
  return Act::blocked;
}

Act end_deferred(Run& run) {
  const ObjectType type = run.scenario().object(own_item(run)).type;
  if (is_work_item(type)) return end_work(run);
  if (type == ObjectType::rcu_head) return end_callback(run);
  if (has_irq_work(type)) return end_irq_work(run);
  // Only who waits for the end can tell; nothing is left to be done.
  run.writes(run.self);
  leave_cpu(run);
  become_idle(run);
  return Act::done;
}

std::int32_t due_on(const Program& program, const Word* words, ObjectId item) {
  const ObjectType type = program.scenario.object(item).type;
  if (has_irq_work(type)) return queued_on(program, words, item);
  if (type == ObjectType::timer_list || type == ObjectType::hrtimer)
    return timer_fires_on(program, words, item);
  if (type != ObjectType::rcu_head) return -1;
  return callback_queued(program, words, item)
             ? callback_fires_on(program, item)
             : -1;
}

bool deferred_pending(const Program& program, const Word* words,
                      ObjectId item) {
  switch (program.scenario.object(item).type) {
    case ObjectType::work_struct:
    case ObjectType::delayed_work:
    case ObjectType::kthread_work: return work_pending(program, words, item);
    case ObjectType::timer_list:
    case ObjectType::hrtimer: return timer_armed(program, words, item);
    case ObjectType::dma_fence_array:
    case ObjectType::dma_fence_chain:
    case ObjectType::irq_work: return irq_work_pending(program, words, item);
    case ObjectType::rcu_head: return callback_queued(program, words, item);
    case ObjectType::store_buffer: return holds_stores(program, words, item);
    default: return false;
  }
}

bool deferred_running(const Program& program, const Word* words,
                      ObjectId item) {
  const ContextId runner = program.layout.work.worker[item.index()];
  return runner.valid() && status(program, words, runner) != Status::idle;
}

// A timer that is only armed is taken back by who waits for its callback.
bool deferred_busy(const Program& program, const Word* words, ObjectId item) {
  const ObjectType type = program.scenario.object(item).type;
  const bool timer =
      type == ObjectType::timer_list || type == ObjectType::hrtimer;
  return deferred_running(program, words, item) ||
         (!timer && deferred_pending(program, words, item));
}

ContextId runner_of(const Run& run, ObjectId item) {
  return run.program.layout.work.worker[item.index()];
}

Act enter_function(Run& run) {
  Control c;
  c.started = true;
  set_control(run, c);
  return push(run, run.scenario().context(run.self).body, FrameKind::body);
}

void become_idle(Run& run) {
  stop(run, Status::idle);
  Control c;
  c.status = Status::idle;
  set_control(run, c);
}

}  // namespace picket
