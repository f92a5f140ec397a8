#include "spec/semantics/provide.h"

#include <algorithm>

#include "spec/model/containment.h"
#include "spec/semantics/afterwards.h"
#include "spec/semantics/container.h"
#include "spec/semantics/deferred.h"
#include "spec/semantics/fence.h"
#include "spec/semantics/grace_period.h"
#include "spec/semantics/holder.h"
#include "spec/semantics/rcu_callback.h"
#include "spec/semantics/reach.h"
#include "spec/semantics/rwlock.h"
#include "spec/semantics/step.h"
#include "spec/semantics/work_item.h"
#include "spec/semantics/workqueue.h"

namespace picket {
namespace {

const Word* block(const Program& program, const Word* state, ObjectId o) {
  return state + program.layout.objects[o.index()].words;
}

bool assigns(const Scenario& s, const Step& step, ObjectId variable) {
  switch (step.op) {
    case Op::set_:
      for (const Assignment& a :
           s.assignment_lists[static_cast<std::size_t>(step.operands[0].value)])
        if (a.variable == variable) return true;
      return false;
    case Op::atomic_inc:
    case Op::atomic_dec_and_test:
    case Op::cmpxchg:
    case Op::init_: return step.operands[0].object() == variable;
    default: return false;
  }
}

bool signals(const Scenario& s, const Step& step, ObjectId fence) {
  switch (step.op) {
    case Op::dma_fence_signal:
    case Op::dma_fence_signal_locked:
      return step_may_mean(s, step, step.operands[0].object(), fence);
    // A poll, or a driver that says "done", signals too.
    case Op::dma_fence_is_signaled:
      return step_may_mean(s, step, step.operands[0].object(), fence) &&
             s.object(fence).signaled_op.valid();
    case Op::sw_sync_inc:
      return s.object(fence).parent == step.operands[0].object();
    default: return false;
  }
}

bool completes(const Step& step, ObjectId completion) {
  return (step.op == Op::complete || step.op == Op::complete_all) &&
         step.operands[0].object() == completion;
}

bool releases(const Step& step, ObjectId lock) {
  switch (step.op) {
    case Op::mutex_unlock:
    case Op::rt_mutex_unlock:
    case Op::ww_mutex_unlock:
    case Op::dma_resv_unlock:
    case Op::up_: return step.operands[0].object() == lock;
    default: return false;
  }
}

// A step that could make the expression true: it changes something in it.
bool changes(const Scenario& s, const Step& step, ExprId id) {
  if (!id.valid()) return false;
  const Expr& e = s.expr(id);
  const ObjectId o(e.value);
  switch (e.kind) {
    case ExprKind::variable: return assigns(s, step, o);
    case ExprKind::signaled: return signals(s, step, o);
    case ExprKind::done: return completes(step, o);
    case ExprKind::held: return releases(step, o);
    case ExprKind::published:
      return (step.op == Op::publish_ && step.operands[0].object() == o) ||
             (step.op == Op::dma_resv_add_fence &&
              step.operands[1].object() == o);
    default: return changes(s, step, e.left) || changes(s, step, e.right);
  }
}

bool wakes(const Step& step, const Want& want, ContextId sleeper) {
  switch (step.op) {
    case Op::wake_up:
    case Op::wake_up_all:
    case Op::wake_up_nr:
    case Op::wake_up_interruptible:
    case Op::swake_up_one:
    case Op::swake_up_all: return step.operands[0].object() == want.object;
    case Op::wake_up_process:
    case Op::kthread_stop:
    case Op::kthread_park: return ContextId(step.operands[0].value) == sleeper;
    default: return false;
  }
}

bool is_exclusive_lock(ObjectType type) {
  return type != ObjectType::rwlock_t && type != ObjectType::rw_semaphore &&
         type != ObjectType::percpu_rw_semaphore;
}

bool on_queue(const Program& program, const Word* state, ObjectId item,
              ObjectId queue) {
  const WorkItem work(program.layout, const_cast<Word*>(state), item);
  return (work.pending() && work.pending_on() == queue) ||
         (work.running() && work.running_on() == queue);
}

bool is_work(const Scenario& s, ObjectId item) {
  return item.valid() && is_work_item(s.object(item).type);
}

bool blocks_on_lock(const Program& program, const Word* state,
                    ContextId context, ContextId other, const Want& want) {
  const ObjectType type = program.scenario.object(want.object).type;
  const auto& contexts = program.layout.contexts;
  // Every CPU has its own.
  if (type == ObjectType::local_lock_t &&
      contexts[context.index()].cpu != contexts[other.index()].cpu)
    return false;
  if (is_exclusive_lock(type)) return holds(program, state, want.object, other);
  const Word* words = block(program, state, want.object);
  const bool writes = words[0] == other.value + 1;
  if (!want.shared) return writes || readers(program, words, other) > 0;
  // A reader waits for the writer, or for writers that queued before it.
  return writes || (words[0] == 0 && waits_to_write(words, other));
}

// Does `other` have the place that the pending item of `context` waits for?
// Items of a kthread wait for its body too.
bool is_before(const Program& program, const Word* state, ContextId context,
               ContextId other, ObjectId queue) {
  const Scenario& s = program.scenario;
  if (s.object(queue).thread == other &&
      status(program, state, other) == Status::running)
    return true;
  const ObjectId item = s.context(other).work;
  return other != context && item.valid() &&
         is_work_item(s.object(item).type) && !s.context(other).fires &&
         work_waits_behind(program, state, s.context(context).work, item);
}

// Does the grace period wait for `other`: that of a synchronize_rcu, or of a
// callback that is queued?
bool is_awaited_reader(const Program& program, const Word* state,
                       ContextId context, ContextId other, ObjectId domain) {
  const ObjectId head = program.scenario.context(context).work;
  if (head.valid() && status(program, state, context) == Status::idle)
    return waits_for_reader(program, state, head, other);
  return awaited_readers(program, const_cast<Word*>(state), domain, context)
      .has(other);
}

// Has the kthread not ended because of `other`: itself, or an item it runs?
bool keeps_alive(const Program& program, const Word* state, ContextId kthread,
                 ContextId other) {
  if (other == kthread) return status(program, state, other) == Status::running;
  const ObjectId queue = program.layout.work.queue_of[kthread.index()];
  const ObjectId item = program.scenario.context(other).work;
  if (!queue.valid() || !item.valid() ||
      !is_work_item(program.scenario.object(item).type))
    return false;
  const WorkItem work(program.layout, const_cast<Word*>(state), item);
  return work.running() && work.running_on() == queue;
}

// Can the kthread still come to a kthread_parkme?
bool may_park(const Program& program, const Word* state, ContextId kthread) {
  const auto steps = reachable_steps(program, state, kthread);
  return std::any_of(steps.begin(), steps.end(), [&](StepId id) {
    return program.scenario.step(id).op == Op::kthread_parkme;
  });
}

}  // namespace

std::vector<ContextId> holders(const Program& program, const Word* state,
                               ContextId context, const Want& want) {
  const Scenario& s = program.scenario;
  std::vector<ContextId> found;
  for (std::size_t i = 0; i < s.contexts.size(); ++i) {
    const ContextId other(i);
    const ObjectId item =
        s.context(other).fires ? ObjectId{} : s.context(other).work;
    bool blocks = false;
    switch (want.kind) {
      case Want::Kind::lock:
        blocks = blocks_on_lock(program, state, context, other, want);
        break;
      case Want::Kind::work:
        blocks = item.valid() && item == want.object &&
                 deferred_busy(program, state, item);
        break;
      case Want::Kind::queue:
        blocks =
            is_work(s, item) && on_queue(program, state, item, want.object);
        break;
      case Want::Kind::thread: blocks = other == want.context; break;
      case Want::Kind::slot:
        blocks = is_before(program, state, context, other, want.object);
        break;
      case Want::Kind::readers:
        blocks = is_awaited_reader(program, state, context, other, want.object);
        break;
      case Want::Kind::callbacks:
        blocks = item.valid() && s.object(item).type == ObjectType::rcu_head &&
                 awaits_callback(program, state, item, context);
        break;
      case Want::Kind::exit:
        blocks = keeps_alive(program, state, want.context, other);
        break;
      case Want::Kind::park:
        blocks = other == want.context && may_park(program, state, other);
        break;
      default: break;
    }
    if (blocks) found.push_back(other);
  }
  return found;
}

bool could_provide(const Scenario& s, const Step& step, const Want& want,
                   ContextId context) {
  switch (want.kind) {
    case Want::Kind::signal:
      if (want.list < 0) return signals(s, step, want.object);
      for (ObjectId fence : s.object_lists[static_cast<std::size_t>(want.list)])
        if (signals(s, step, fence)) return true;
      return false;
    case Want::Kind::completion: return completes(step, want.object);
    case Want::Kind::count:
      return step.op == Op::up_ && step.operands[0].object() == want.object;
    case Want::Kind::wake_up:
      return wakes(step, want, context) ||
             (changes(s, step, want.condition) &&
              could_hold_after(s, step, want.condition));
    case Want::Kind::line:
      return step.op == Op::enable_irq &&
             ContextId(step.operands[0].value) == context;
    case Want::Kind::condition:
      return changes(s, step, want.condition) &&
             could_hold_after(s, step, want.condition);
    case Want::Kind::point:
      return (step.op == Op::drm_syncobj_replace_fence ||
              step.op == Op::drm_syncobj_add_point) &&
             step.operands[0].object() == want.object;
    case Want::Kind::unpark:
      return (step.op == Op::kthread_unpark || step.op == Op::kthread_stop) &&
             ContextId(step.operands[0].value) == context;
    case Want::Kind::lock:
    case Want::Kind::work:
    case Want::Kind::queue:
    case Want::Kind::slot:
    case Want::Kind::cpu:
    case Want::Kind::thread:
    case Want::Kind::readers:
    case Want::Kind::callbacks:
    case Want::Kind::exit:
    case Want::Kind::park:
    case Want::Kind::nothing: return false;
  }
  return false;
}

bool step_may_mean(const Scenario& s, const Step& step, ObjectId name,
                   ObjectId fence) {
  return s.function(step.function).implicit ? name == fence
                                            : may_mean(s, name, fence);
}

namespace {

void add_missing(const Program& program, const Word* state, ObjectId fence,
                 std::vector<ObjectId>& out) {
  for (const ObjectId f : needed_by(program, state, fence)) {
    if (std::find(out.begin(), out.end(), f) != out.end()) continue;
    out.push_back(f);
    add_missing(program, state, f, out);
  }
}

}  // namespace

std::vector<ObjectId> missing_inside(const Program& program, const Word* state,
                                     ObjectId fence) {
  std::vector<ObjectId> out;
  add_missing(program, state, fence, out);
  return out;
}

}  // namespace picket
