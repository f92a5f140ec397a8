#include "tests/support/text_walk.h"

namespace picket::test {
namespace {

// Positions of the frames, the innermost last.
using Stack = std::vector<StepId>;

std::vector<FunctionId> callees(const Scenario& s, const Step& step) {
  std::vector<FunctionId> out;
  if (step.op == Op::call_) out.emplace_back(step.operands[0].value);
  if (step.op == Op::dma_fence_signal || step.op == Op::dma_fence_signal_locked)
    for (const Step& other : s.steps)
      if (other.op == Op::dma_fence_add_callback &&
          other.operands[0].value == step.operands[0].value)
        out.emplace_back(other.operands[1].value);
  return out;
}

// Unwinds frames that have ended.
Stack settled(const Scenario& s, Stack stack) {
  while (!stack.empty() && !stack.back().valid()) {
    stack.pop_back();
    if (!stack.empty()) stack.back() = s.step(stack.back()).next;
  }
  return stack;
}

std::set<Stack> successors(const Scenario& s, const Stack& stack) {
  std::set<Stack> out;
  const Step& step = s.step(stack.back());
  const auto go = [&](StepId to) {
    Stack next = stack;
    next.back() = to;
    out.insert(settled(s, next));
  };
  go(step.next);
  if (step.other.valid() || step.op == Op::if_ || step.op == Op::while_)
    go(step.other);
  for (const StepId b : step.branches) go(b);
  if (step.op == Op::return_) go(StepId{});
  if (stack.size() < 6)
    for (const FunctionId f : callees(s, step)) {
      Stack next = stack;
      next.push_back(s.function(f).entry);
      out.insert(settled(s, next));
    }
  return out;
}

std::set<Stack> reach(const Scenario& s, std::set<Stack> from) {
  std::vector<Stack> todo(from.begin(), from.end());
  while (!todo.empty()) {
    const Stack at = todo.back();
    todo.pop_back();
    if (at.empty()) continue;
    for (const Stack& next : successors(s, at))
      if (from.insert(next).second) todo.push_back(next);
  }
  return from;
}

}  // namespace

std::vector<ObjectId> waited_for(const Scenario& s, const Step& step) {
  const std::string_view name = facts(step.op).name;
  const bool waits = name.starts_with("dma_fence_wait") ||
                     name.starts_with("wait_for_completion") ||
                     step.op == Op::flush_work ||
                     step.op == Op::cancel_work_sync;
  std::vector<ObjectId> out;
  if (!waits) return out;
  const auto& parameters = facts(step.op).parameters;
  for (std::size_t i = 0; i < parameters.size(); ++i)
    if (parameters[i].name == "timeout" && step.operands[i].given() &&
        step.operands[i].value == 0)
      return out;
  const Operand& first = step.operands[0];
  if (first.kind == Operand::Kind::object) out.emplace_back(first.value);
  if (first.kind == Operand::Kind::objects)
    out = s.object_lists[static_cast<std::size_t>(first.value)];
  return out;
}

std::set<ObjectId> signals_behind(const Scenario& s, ContextId context,
                                  StepId step) {
  std::set<ObjectId> out;
  const StepId entry = s.function(s.context(context).body).entry;
  if (!entry.valid()) return out;
  std::set<Stack> after;
  for (const Stack& at : reach(s, {Stack{entry}}))
    if (!at.empty() && at.back() == step)
      for (const Stack& next : successors(s, at)) after.insert(next);
  for (const Stack& at : reach(s, after)) {
    if (at.empty()) continue;
    const Step& st = s.step(at.back());
    switch (st.op) {
      case Op::dma_fence_signal:
      case Op::dma_fence_signal_locked:
      case Op::complete:
      case Op::complete_all: out.emplace(st.operands[0].value); break;
      default: break;
    }
  }
  const ObjectId item = s.context(context).work;
  if (item.valid()) out.insert(item);
  return out;
}

}  // namespace picket::test
