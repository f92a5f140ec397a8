#include "tests/support/text_walk.h"

#include <algorithm>

#include "spec/model/container_code.h"
#include "spec/model/containment.h"

namespace picket::test {
namespace {

struct Frame {
  StepId at;  // none: the function has ended
  FunctionId function;
  friend auto operator<=>(const Frame&, const Frame&) = default;
};
using Stack = std::vector<Frame>;  // the innermost last

bool only_looks(const Step& step) {
  const auto& parameters = facts(step.op).parameters;
  for (std::size_t i = 0; i < parameters.size(); ++i)
    if (parameters[i].name == "timeout" && step.operands[i].given() &&
        step.operands[i].value == 0)
      return true;
  return false;
}

std::set<ObjectId> operands_of(const Scenario& s, const Step& step) {
  std::set<ObjectId> out;
  for (const Operand& o : step.operands) {
    if (o.kind == Operand::Kind::object) out.insert(o.object());
    if (o.kind == Operand::Kind::objects)
      for (ObjectId f : s.object_lists[static_cast<std::size_t>(o.value)])
        out.insert(f);
  }
  return out;
}

// All that the text ever puts into the reservation.
std::set<ObjectId> contents_of(const Scenario& s, const Step& on) {
  std::set<ObjectId> out;
  for (const Step& step : s.steps)
    if (step.op == Op::dma_resv_add_fence &&
        step.operands[0].value == on.operands[0].value)
      out.insert(step.operands[1].object());
  return out;
}

// Functions of fences that the operation may run, from what the kernel does.
void add_fence_functions(const Scenario& s, const Step& step,
                         std::set<FunctionId>& out) {
  const std::string_view name = facts(step.op).name;
  const bool fence_op = group_of(step.op) == OpGroup::fence;
  const bool resv_op = group_of(step.op) == OpGroup::resv;
  if (!fence_op && !resv_op) return;
  const bool waits = name.find("_wait") != name.npos;
  const bool any = name.find("_any") != name.npos;
  const bool asks = name == "dma_fence_is_signaled" ||
                    name == "dma_fence_get_status" || resv_op ||
                    (any && only_looks(step));
  const bool enables = (waits && !(any && only_looks(step))) ||
                       name == "dma_fence_add_callback" ||
                       name == "dma_fence_enable_sw_signaling";
  const bool puts = name == "dma_fence_put" || resv_op;
  const bool signals =
      name == "dma_fence_signal" || name == "dma_fence_signal_locked" || puts;
  for (const ObjectId f :
       resv_op ? contents_of(s, step) : operands_of(s, step)) {
    const Object& o = s.object(f);
    if (puts && o.release.valid()) out.insert(o.release);
    const bool enabled = enables && o.enable_signaling.valid();
    if (enabled) out.insert(o.enable_signaling);
    if (asks && o.signaled_code.valid()) out.insert(o.signaled_code);
    if (!signals && !enabled &&
        !(asks && (o.signaled_op.valid() || o.signaled_code.valid())))
      continue;
    for (const Step& other : s.steps)
      if (added_callback(other).valid() && other.operands[0].object() == f)
        out.insert(added_callback(other));
  }
}

void add_reclaim(const Scenario& s, const Step& step,
                 std::set<FunctionId>& out) {
  std::string gfp = "GFP_KERNEL";
  if (step.op == Op::kmalloc)
    gfp = s.words[static_cast<std::size_t>(step.operands[0].value)];
  else if (step.op != Op::dma_resv_reserve_fences &&
           step.op != Op::dma_fence_array_create &&
           step.op != Op::dma_fence_unwrap_merge &&
           step.op != Op::sync_file_create && step.op != Op::sync_file_merge &&
           (only_looks(step) || (step.op != Op::dma_fence_wait_any &&
                                 step.op != Op::dma_fence_wait_any_timeout)))
    return;
  if (gfp == "GFP_ATOMIC" || gfp == "GFP_NOWAIT") return;
  for (const ReclaimEntry& r : s.reclaim) {
    if (gfp == "GFP_NOIO" && r.needs != ReclaimEntry::Needs::nothing) continue;
    if (gfp == "GFP_NOFS" && r.needs == ReclaimEntry::Needs::fs) continue;
    out.insert(r.function);
  }
}

std::set<FunctionId> callees(const Scenario& s, const Step& step) {
  std::set<FunctionId> out;
  if (step.op == Op::call_) out.insert(FunctionId(step.operands[0].value));
  if (works_on_members(step.op))
    for (const FunctionId f : member_code(s, step.operands[0].object()))
      out.insert(f);
  add_fence_functions(s, step, out);
  add_reclaim(s, step, out);
  return out;
}

Frame entry_of(const Scenario& s, FunctionId f) {
  return {s.function(f).entry, f};
}

// Where it stands once frames that have ended are gone: the operation below
// goes on, or runs another of its functions.
std::set<Stack> settled(const Scenario& s, Stack stack) {
  std::set<Stack> out;
  while (!stack.empty() && !stack.back().at.valid()) {
    const FunctionId ended = stack.back().function;
    stack.pop_back();
    if (stack.empty()) break;
    const Step& below = s.step(stack.back().at);
    for (const FunctionId f : callees(s, below)) {
      if (f == ended || !s.function(f).entry.valid()) continue;
      Stack other = stack;
      other.push_back(entry_of(s, f));
      out.insert(other);
    }
    stack.back().at = below.next;
  }
  out.insert(stack);
  return out;
}

std::set<Stack> successors(const Scenario& s, const Stack& stack) {
  std::set<Stack> out;
  const Step& step = s.step(stack.back().at);
  const auto go = [&](StepId to) {
    Stack next = stack;
    next.back().at = to;
    out.merge(settled(s, next));
  };
  go(step.next);
  if (step.other.valid() || step.op == Op::if_ || step.op == Op::while_)
    go(step.other);
  for (const StepId b : step.branches) go(b);
  if (step.op == Op::return_) go(StepId{});
  if (stack.size() < 5)
    for (const FunctionId f : callees(s, step)) {
      Stack next = stack;
      next.push_back(entry_of(s, f));
      out.merge(settled(s, next));
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

// Of a work item, a timer, an irq_work: until it does not run any more.
bool waits_for_function(const Step& step) {
  for (const std::string_view name :
       {"flush_work", "flush_delayed_work", "kthread_flush_work",
        "cancel_work_sync", "cancel_delayed_work_sync", "timer_delete_sync",
        "hrtimer_cancel", "irq_work_sync"})
    if (facts(step.op).name == name) return true;
  return false;
}

bool queues(const Step& step) {
  return step.op == Op::queue_work || step.op == Op::queue_delayed_work ||
         step.op == Op::mod_delayed_work;
}

}  // namespace

std::vector<ObjectId> waited_for(const Scenario& s, const Step& step) {
  const std::string_view name = facts(step.op).name;
  std::vector<ObjectId> out;
  if (only_looks(step)) return out;
  if (name.starts_with("dma_fence_wait") ||
      name.starts_with("wait_for_completion") || waits_for_function(step)) {
    const auto all = operands_of(s, step);
    out.assign(all.begin(), all.end());
  }
  const bool queue = step.op == Op::flush_workqueue ||
                     step.op == Op::drain_workqueue ||
                     step.op == Op::destroy_workqueue;
  for (const Step& other : s.steps)
    if (queue && queues(other) &&
        other.operands[0].value == step.operands[0].value)
      out.push_back(other.operands[1].object());
  return out;
}

bool waits_for_fence_added(const Scenario& s, const Step& wait,
                           const Step& add) {
  if (wait.op != Op::dma_resv_wait_timeout || only_looks(wait) ||
      add.op != Op::dma_resv_add_fence ||
      add.operands[0].value != wait.operands[0].value)
    return false;
  const std::vector<std::string> order = {"KERNEL", "WRITE", "READ",
                                          "BOOKKEEP"};
  const auto rank = [&](const Operand& o, const std::string& otherwise) {
    const std::string word =
        o.given() ? s.words[static_cast<std::size_t>(o.value)] : otherwise;
    return std::find(order.begin(), order.end(), word) - order.begin();
  };
  return rank(add.operands[2], "WRITE") <= rank(wait.operands[1], "READ");
}

std::set<ObjectId> signals_behind(const Scenario& s, ContextId context,
                                  StepId step) {
  std::set<ObjectId> out;
  const FunctionId body = s.context(context).body;
  if (!s.function(body).entry.valid()) return out;
  std::set<Stack> after;
  for (const Stack& at : reach(s, {Stack{entry_of(s, body)}}))
    if (!at.empty() && at.back().at == step) {
      // What the waiting itself runs is no step behind it.
      Stack next = at;
      next.back().at = s.step(step).next;
      after.merge(settled(s, next));
    }
  for (const Stack& at : reach(s, after)) {
    if (at.empty()) continue;
    const Step& st = s.step(at.back().at);
    switch (st.op) {
      case Op::dma_fence_signal:
      case Op::dma_fence_signal_locked:
      case Op::complete:
      case Op::complete_all: out.insert(st.operands[0].object()); break;
      default: break;
    }
  }
  // What signals a fence lets the containers signal that it is in.
  const Containment containers = containment(s);
  for (const ObjectId x : std::set<ObjectId>(out)) {
    const auto& around = containers.around[x.index()];
    out.insert(around.begin(), around.end());
  }
  const ObjectId item = s.context(context).work;
  if (item.valid()) out.insert(item);
  return out;
}

}  // namespace picket::test
