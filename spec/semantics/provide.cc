#include "spec/semantics/provide.h"

#include <algorithm>

#include "spec/semantics/frame.h"
#include "spec/semantics/holder.h"
#include "spec/semantics/rwlock.h"
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
    case Op::dma_fence_signal_locked: return step.operands[0].object() == fence;
    // A poll, or a driver that says "done", signals too.
    case Op::dma_fence_is_signaled:
      return step.operands[0].object() == fence &&
             s.object(fence).signaled_op.valid();
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
      return step.operands[0].object() == want.object;
    case Op::wake_up_process:
      return ContextId(step.operands[0].value) == sleeper;
    default: return false;
  }
}

bool is_exclusive_lock(ObjectType type) {
  return type != ObjectType::rwlock_t && type != ObjectType::rw_semaphore;
}

bool on_queue(const Program& program, const Word* state, ObjectId item,
              ObjectId queue) {
  const WorkItem work(program.layout, const_cast<Word*>(state), item);
  return (work.pending() && work.pending_on() == queue) ||
         (work.running() && work.running_on() == queue);
}

bool blocks_on_lock(const Program& program, const Word* state, ContextId other,
                    const Want& want) {
  const ObjectType type = program.scenario.object(want.object).type;
  if (is_exclusive_lock(type)) return holds(program, state, want.object, other);
  const Word* words = block(program, state, want.object);
  const bool writes = words[0] == other.value + 1;
  if (!want.shared) return writes || readers(program, words, other) > 0;
  // A reader waits for the writer, or for writers that queued before it.
  return writes || (words[0] == 0 && waits_to_write(words, other));
}

}  // namespace

std::vector<ContextId> holders(const Program& program, const Word* state,
                               ContextId context, const Want& want) {
  const Scenario& s = program.scenario;
  std::vector<ContextId> found;
  for (std::size_t i = 0; i < s.contexts.size(); ++i) {
    const ContextId other(i);
    const ObjectId item = s.context(other).work;
    bool blocks = false;
    switch (want.kind) {
      case Want::Kind::lock:
        blocks = blocks_on_lock(program, state, other, want);
        break;
      case Want::Kind::work:
        blocks = item == want.object && work_busy(program, state, item);
        break;
      case Want::Kind::queue:
        blocks = item.valid() && on_queue(program, state, item, want.object);
        break;
      case Want::Kind::thread: blocks = other == want.context; break;
      case Want::Kind::slot:
        blocks =
            item.valid() && other != context &&
            work_waits_behind(program, state, s.context(context).work, item);
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
      return wakes(step, want, context) || changes(s, step, want.condition);
    case Want::Kind::line:
      return step.op == Op::enable_irq &&
             ContextId(step.operands[0].value) == context;
    case Want::Kind::condition: return changes(s, step, want.condition);
    case Want::Kind::lock:
    case Want::Kind::work:
    case Want::Kind::queue:
    case Want::Kind::slot:
    case Want::Kind::cpu:
    case Want::Kind::thread:
    case Want::Kind::nothing: return false;
  }
  return false;
}

namespace {

// Operations that have a driver promise to signal.
bool enables(Op op) {
  switch (op) {
    case Op::dma_fence_signal:
    case Op::dma_fence_signal_locked:
    case Op::dma_fence_is_signaled:
    case Op::dma_fence_get_status:
    case Op::dma_fence_put: return false;
    default: return true;
  }
}

// Follows every edge of the program from some steps.
class Reach {
 public:
  explicit Reach(const Scenario& s) : s_(s), seen_(s.steps.size(), 0) {}

  void from(StepId id) {
    if (!id.valid() || seen_[id.index()]) return;
    seen_[id.index()] = 1;
    const Step& step = s_.step(id);
    from(step.next);
    from(step.other);
    for (StepId branch : step.branches) from(branch);
    if (step.op == Op::call_) body(FunctionId(step.operands[0].value));
    if (step.op == Op::queue_work) item(step.operands[1].object());
    if (step.op == Op::schedule_work) item(step.operands[0].object());
    if (may_run_callbacks(step.op)) fence_functions(step);
    if (may_reclaim(step.op))
      for (const ReclaimEntry& r : s_.reclaim) body(r.function);
  }

  std::vector<StepId> steps() const {
    std::vector<StepId> out;
    for (std::size_t i = 0; i < seen_.size(); ++i)
      if (seen_[i]) out.push_back(StepId(i));
    return out;
  }

  void body(FunctionId f) { from(s_.function(f).entry); }

 private:
  void item(ObjectId work) { body(s_.object(work).function); }

  // Functions that the operation may run on a fence that it names.
  void fence_functions(const Step& step) {
    const auto concerns = [&](ObjectId fence) {
      for (const Operand& o : step.operands) {
        if (o.kind == Operand::Kind::object && o.object() == fence) return true;
        if (o.kind != Operand::Kind::objects) continue;
        const auto& list = s_.object_lists[static_cast<std::size_t>(o.value)];
        if (std::find(list.begin(), list.end(), fence) != list.end())
          return true;
      }
      return facts(step.op).group == OpGroup::resv;
    };
    for (std::size_t i = 0; i < s_.objects.size(); ++i) {
      const Object& o = s_.objects[i];
      if (o.type != ObjectType::dma_fence || !concerns(ObjectId(i))) continue;
      if (enables(step.op) && o.enable_signaling.valid())
        body(o.enable_signaling);
      if (step.op == Op::dma_fence_put && o.release.valid()) body(o.release);
      for (const Step& add : s_.steps)
        if (add.op == Op::dma_fence_add_callback &&
            add.operands[0].object() == ObjectId(i))
          body(FunctionId(add.operands[1].value));
    }
  }

  const Scenario& s_;
  std::vector<char> seen_;
};

}  // namespace

std::vector<StepId> steps_from(const Scenario& scenario, FunctionId function) {
  Reach reach(scenario);
  reach.body(function);
  return reach.steps();
}

std::vector<StepId> reachable_steps(const Program& program, const Word* state,
                                    ContextId context) {
  Reach reach(program.scenario);
  const Status now = status(program, state, context);
  const ObjectId item = program.scenario.context(context).work;
  if (now == Status::idle && item.valid() && work_pending(program, state, item))
    reach.body(program.scenario.context(context).body);
  if (now != Status::running) return reach.steps();
  Effect effect;
  Run run{program, const_cast<Word*>(state), context, 0, effect};
  std::int32_t offset = control(run).top;
  do {
    reach.from(position_at(run, offset));
  } while (next_below(run, offset));
  return reach.steps();
}

}  // namespace picket
