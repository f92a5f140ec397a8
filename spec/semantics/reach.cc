#include "spec/semantics/reach.h"

#include <algorithm>

#include "spec/model/container_code.h"
#include "spec/model/containment.h"
#include "spec/semantics/deferred.h"
#include "spec/semantics/fence.h"
#include "spec/semantics/fence_callback.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/provide.h"
#include "spec/semantics/queued_work.h"
#include "spec/semantics/step.h"

namespace picket {
namespace {

// Operations that have a driver promise to signal.
bool enables(Op op) {
  switch (op) {
    case Op::dma_fence_signal:
    case Op::dma_fence_signal_locked:
    case Op::dma_fence_is_signaled:
    case Op::dma_fence_get_status:
    case Op::dma_fence_put:
    case Op::sw_sync_inc: return false;
    default: return true;
  }
}

// Does the step name the fence, or may the operation meet any?
bool concerns(const Scenario& s, const Step& step, ObjectId fence) {
  const auto& around = s.object(fence).around;
  const bool inside = group_of(step.op) == OpGroup::containers;
  const auto meant = [&](ObjectId name) {
    return step_may_mean(s, step, name, fence) ||
           (inside &&
            std::find(around.begin(), around.end(), name) != around.end());
  };
  for (const Operand& o : step.operands) {
    if (o.kind == Operand::Kind::object && meant(o.object())) return true;
    if (o.kind != Operand::Kind::objects) continue;
    const auto& list = s.object_lists[static_cast<std::size_t>(o.value)];
    if (std::any_of(list.begin(), list.end(), meant)) return true;
  }
  return group_of(step.op) == OpGroup::resv;
}

// Whatever a driver says.
bool signals_itself(Op op) {
  switch (op) {
    case Op::dma_fence_signal:
    case Op::dma_fence_signal_locked:
    case Op::sw_sync_inc:
    case Op::dma_fence_put: return true;
    default: return false;
  }
}

// Who asks for a signal, or polls, signals only if the driver says so.
bool may_signal(Op op, const Object& fence) {
  return signals_itself(op) || fence.enable_signaling.valid() ||
         fence.signaled_op.valid() || fence.signaled_code.valid();
}

// Follows every edge of the program from some steps.
class Reach {
 public:
  // With a state: from there. `own`: what the context itself executes, not what
  // it has others execute.
  Reach(const Scenario& s, bool own, const Program* program = nullptr,
        const Word* state = nullptr)
      : s_(s),
        own_(own),
        program_(program),
        state_(state),
        seen_(s_.steps.size(), 0) {}

  void from(StepId id) {
    if (!id.valid() || seen_[id.index()]) return;
    seen_[id.index()] = 1;
    open_.push_back(id);
  }

  void body(FunctionId f) {
    if (f.valid()) from(s_.function(f).entry);
  }

  std::vector<StepId> steps() {
    while (!open_.empty()) {
      const StepId id = open_.back();
      open_.pop_back();
      follow(s_.step(id));
    }
    std::vector<StepId> out;
    for (std::size_t i = 0; i < seen_.size(); ++i)
      if (seen_[i]) out.push_back(StepId(i));
    return out;
  }

  // Of an item that nobody has queued, all: somebody may.
  void rest_of(const Program& program, const Word* state, ContextId context) {
    const Status now = status(program, state, context);
    if (now == Status::idle) body(s_.context(context).body);
    if (now != Status::running) return;
    Effect effect;
    const Run run{program, const_cast<Word*>(state), context, 0, effect};
    std::int32_t offset = control(run).top;
    do {
      from(position_at(run, offset));
    } while (next_below(run, offset));
  }

  // What comes behind the step, which is over or has its function on the stack.
  void behind(const Step& step) {
    from(step.next);
    from(step.other);
    for (StepId branch : step.branches) from(branch);
  }

 private:
  void follow(const Step& step) {
    behind(step);
    if (step.op == Op::call_) body(FunctionId(step.operands[0].value));
    if (step.op == Op::call_rcu && !own_)
      body(FunctionId(step.operands[0].value));
    if (const ObjectId later = set_going(step); later.valid()) item(later);
    if (works_on_members(step.op)) member_functions(step);
    if (may_run_callbacks(step.op)) fence_functions(step);
    if (may_reclaim(step.op))
      for (const ReclaimEntry& r : s_.reclaim) body(r.function);
  }

  void item(ObjectId work) {
    if (!own_) body(s_.object(work).function);
  }

  // Functions that the operation may run on a fence that it names.
  void fence_functions(const Step& step) {
    for (std::size_t i = 0; i < s_.objects.size(); ++i) {
      const Object& o = s_.objects[i];
      if (!type_fits(o.type, "fence") || !concerns(s_, step, ObjectId(i)))
        continue;
      if (enables(step.op)) body(o.enable_signaling);
      if (step.op == Op::dma_fence_put)
        body(o.release);
      else
        body(o.signaled_code);
      if (signals_itself(step.op) ||
          (may_signal(step.op, o) && !waits_inside(ObjectId(i))))
        callbacks(ObjectId(i));
    }
  }

  // Whoever asks a container, or waits for it, only learns that a fence inside
  // of it is not signalled. The signal of that one has its irq_work run.
  bool waits_inside(ObjectId container) const {
    if (!program_ || !is_container(s_.object(container).type)) return false;
    const auto missing = missing_inside(*program_, state_, container);
    return std::any_of(missing.begin(), missing.end(), [&](ObjectId f) {
      return !is_container(s_.object(f).type);
    });
  }

  // What runs when the fence signals: its callbacks, and the irq_work of what
  // it is inside of.
  void callbacks(ObjectId fence) {
    for (std::size_t i = 0; i < s_.steps.size(); ++i) {
      const FunctionId added = added_callback(s_.steps[i]);
      if (added.valid() &&
          may_mean(s_, s_.steps[i].operands[0].object(), fence) &&
          may_be_on_list(fence, added, i))
        body(added);
    }
    if (own_ || (program_ && fence_signaled(*program_, state_, fence))) return;
    for (const ObjectId container : s_.object(fence).around) {
      // A chain waits for the fences of its nodes, never for a node itself.
      if (is_chain(fence) && is_chain(container)) continue;
      for (const Context& c : s_.contexts)
        if (c.work == container) body(c.body);
    }
  }

  // When the fence signals. One that has run or was removed is there again only
  // if somebody adds it again.
  bool may_be_on_list(ObjectId fence, FunctionId added, std::size_t by) {
    if (!program_ || has_callback(*program_, state_, fence, added)) return true;
    if (addable_.empty()) find_addable();
    return addable_[by] != 0;
  }

  // All that any context may still execute, whatever runs what.
  void find_addable() {
    addable_.assign(s_.steps.size(), 0);
    for (std::size_t c = 0; c < s_.contexts.size(); ++c) {
      Reach reach(s_, true);
      reach.rest_of(*program_, state_, ContextId(c));
      for (const StepId id : reach.steps()) addable_[id.index()] = 1;
    }
  }

  bool is_chain(ObjectId fence) const {
    return s_.object(fence).type == ObjectType::dma_fence_chain;
  }

  void member_functions(const Step& step) {
    for (const FunctionId own : member_code(s_, step.operands[0].object()))
      body(own);
  }

  const Scenario& s_;
  bool own_;
  const Program* program_;
  const Word* state_;
  std::vector<char> seen_;
  std::vector<StepId> open_;  // seen, and not followed yet
  std::vector<char> addable_;
};

}  // namespace

// Has the operation that the context stands in done all that could help others?
// Who waits for a kthread has woken it already.
static bool has_given(const Run& run) {
  const StepId at = position(run);
  if (!at.valid() || stage(run) == 0) return false;
  const Op op = run.scenario().step(at).op;
  return op == Op::kthread_stop || op == Op::kthread_park;
}

std::vector<StepId> own_steps_from(const Scenario& s, FunctionId function) {
  Reach reach(s, true);
  reach.body(function);
  return reach.steps();
}

bool may_queue_irq_work(const Scenario& s, FunctionId body) {
  for (const StepId id : own_steps_from(s, body)) {
    const Step& step = s.step(id);
    if (step.op == Op::irq_work_queue) return true;
    if (!may_run_callbacks(step.op)) continue;
    for (std::size_t i = 0; i < s.objects.size(); ++i) {
      const Object& o = s.objects[i];
      if (!o.around.empty() && concerns(s, step, ObjectId(i)) &&
          may_signal(step.op, o))
        return true;
    }
  }
  return false;
}

std::vector<StepId> steps_from(const Scenario& s, FunctionId function) {
  Reach reach(s, false);
  reach.body(function);
  return reach.steps();
}

std::vector<StepId> reachable_steps(const Program& program, const Word* state,
                                    ContextId context, bool gives_no_more) {
  Reach reach(program.scenario, false, &program, state);
  const Status now = status(program, state, context);
  const ObjectId item = program.scenario.context(context).work;
  if (now == Status::idle && item.valid() &&
      deferred_pending(program, state, item))
    reach.body(program.scenario.context(context).body);
  if (now != Status::running) return reach.steps();
  Effect effect;
  Run run{program, const_cast<Word*>(state), context, 0, effect};
  std::int32_t offset = control(run).top;
  if (gives_no_more || has_given(run)) {
    reach.from(program.scenario.step(position(run)).next);
    if (!next_below(run, offset)) return reach.steps();
  }
  reach.from(position_at(run, offset));
  while (next_below(run, offset)) {
    const StepId at = position_at(run, offset);
    // Of a function that is under way only what is left of it comes.
    if (at.valid() && program.scenario.step(at).op == Op::call_)
      reach.behind(program.scenario.step(at));
    else
      reach.from(at);
  }
  return reach.steps();
}

}  // namespace picket
