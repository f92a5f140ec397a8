#include "spec/rules/reachable.h"

#include <algorithm>

namespace picket {
namespace {

void add_given(std::vector<FunctionId>& out, FunctionId f) {
  if (f.valid()) out.push_back(f);
}

void add_callbacks(const Scenario& s, ObjectId fence,
                   std::vector<FunctionId>& out) {
  for (const Step& step : s.steps)
    if (step.op == Op::dma_fence_add_callback &&
        step.operands[0].object() == fence)
      out.push_back(FunctionId(step.operands[1].value));
}

// Operations on a fence that may have it signalled, and so run its callbacks.
bool may_signal(const Object& fence, Op op) {
  switch (op) {
    case Op::dma_fence_signal:
    case Op::dma_fence_signal_locked:
    case Op::dma_fence_put: return true;
    case Op::dma_fence_is_signaled:
    case Op::dma_fence_get_status: return fence.signaled_op.valid();
    case Op::dma_fence_wait:
    case Op::dma_fence_wait_timeout:
    case Op::dma_fence_wait_any:
    case Op::dma_fence_wait_any_timeout:
    case Op::dma_fence_add_callback:
    case Op::dma_fence_enable_sw_signaling:
      return fence.enable_signaling.valid();
    default: return false;
  }
}

void add_of_fence(const Scenario& s, Op op, ObjectId fence,
                  std::vector<FunctionId>& out) {
  const Object& f = s.object(fence);
  if (op == Op::dma_fence_put) add_given(out, f.release);
  if (!may_signal(f, op)) return;
  const bool signals =
      op == Op::dma_fence_signal || op == Op::dma_fence_signal_locked ||
      op == Op::dma_fence_put || op == Op::dma_fence_is_signaled ||
      op == Op::dma_fence_get_status;
  if (!signals) add_given(out, f.enable_signaling);
  add_callbacks(s, fence, out);
}

class Walk {
 public:
  explicit Walk(const Scenario& s) : s_(s), seen_(s.steps.size(), 0) {}

  void enter(FunctionId f) { push(s_.function(f).entry); }

  void follow(StepId id) {
    const Step& step = s_.step(id);
    push(step.next);
    push(step.other);
    for (const StepId b : step.branches) push(b);
  }

  std::vector<char> run() {
    while (!open_.empty()) {
      const StepId id = open_.back();
      open_.pop_back();
      for (const FunctionId f : runs_functions(s_, s_.step(id))) enter(f);
      // A return ends the function, whatever stands behind it.
      if (s_.step(id).op != Op::return_ || s_.step(id).when.valid()) follow(id);
    }
    return std::move(seen_);
  }

 private:
  void push(StepId id) {
    if (!id.valid() || seen_[id.index()]) return;
    seen_[id.index()] = 1;
    open_.push_back(id);
  }

  const Scenario& s_;
  std::vector<char> seen_;
  std::vector<StepId> open_;
};

}  // namespace

std::vector<FunctionId> runs_functions(const Scenario& s, const Step& step) {
  std::vector<FunctionId> out;
  if (step.op == Op::call_) out.push_back(FunctionId(step.operands[0].value));
  if (step.op == Op::kmalloc || step.op == Op::might_alloc)
    for (const ReclaimEntry& r : s.reclaim) out.push_back(r.function);
  if (facts(step.op).group != OpGroup::fence) return out;
  for (const Operand& o : step.operands) {
    if (o.kind == Operand::Kind::object)
      add_of_fence(s, step.op, o.object(), out);
    if (o.kind == Operand::Kind::objects)
      for (const ObjectId f : s.object_lists[static_cast<std::size_t>(o.value)])
        add_of_fence(s, step.op, f, out);
  }
  return out;
}

std::vector<char> text_of(const Scenario& s, ContextId context) {
  Walk walk(s);
  walk.enter(s.context(context).body);
  return walk.run();
}

std::vector<char> text_after(const Scenario& s, ContextId context,
                             StepId step) {
  const std::vector<char> all = text_of(s, context);
  Walk walk(s);
  walk.follow(step);
  // When its function ends, so the one that ran it goes on, and so forth.
  std::vector<FunctionId> ending{s.step(step).function};
  for (std::size_t k = 0; k < ending.size(); ++k)
    for (std::size_t i = 0; i < s.steps.size(); ++i) {
      if (!all[i]) continue;
      const auto runs = runs_functions(s, s.steps[i]);
      if (std::find(runs.begin(), runs.end(), ending[k]) == runs.end())
        continue;
      walk.follow(StepId(i));
      const FunctionId outer = s.steps[i].function;
      if (std::find(ending.begin(), ending.end(), outer) == ending.end())
        ending.push_back(outer);
    }
  return walk.run();
}

}  // namespace picket
