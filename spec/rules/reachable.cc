#include "spec/rules/reachable.h"

#include <algorithm>
#include <string_view>

#include "spec/model/container_code.h"
#include "spec/model/containment.h"

namespace picket {
namespace {

void add_given(std::vector<FunctionId>& out, FunctionId f) {
  if (f.valid()) out.push_back(f);
}

void add_callbacks(const Scenario& s, ObjectId fence,
                   std::vector<FunctionId>& out) {
  for (const Step& step : s.steps)
    if (added_callback(step).valid() &&
        may_mean(s, step.operands[0].object(), fence))
      out.push_back(added_callback(step));
}

// What an operation may do with a fence on the way, beside what it is for.
struct Ways {
  bool signals = false;  // itself, or by dropping the last reference
  bool enables = false;  // calls enable_signaling, if there is one
  bool polls = false;    // asks signaled_op, if there is one
  bool puts = false;
};

Ways ways_of(const Step& step) {
  switch (step.op) {
    case Op::dma_fence_signal:
    case Op::dma_fence_signal_locked: return {.signals = true};
    case Op::dma_fence_put: return {.signals = true, .puts = true};
    case Op::dma_fence_is_signaled:
    case Op::dma_fence_get_status: return {.polls = true};
    case Op::dma_fence_wait_any:
    case Op::dma_fence_wait_any_timeout:
      if (polls(step)) return {.polls = true};
      return {.enables = true};
    case Op::dma_fence_wait:
    case Op::dma_fence_wait_timeout:
    case Op::dma_fence_add_callback:
    case Op::dma_fence_enable_sw_signaling: return {.enables = true};
    case Op::dma_resv_wait_timeout:
      return {.signals = true, .enables = true, .polls = true, .puts = true};
    case Op::dma_resv_add_fence:
    case Op::dma_resv_reserve_fences:
    case Op::dma_resv_test_signaled:
      return {.signals = true, .polls = true, .puts = true};
    case Op::sw_sync_inc:
    case Op::drm_syncobj_replace_fence:
    case Op::drm_syncobj_add_point:
    case Op::drm_syncobj_wait:
    case Op::dma_fence_unwrap_merge:
    case Op::sync_file_merge:
      return {.signals = true, .enables = true, .polls = true, .puts = true};
    default: return {};
  }
}

void add_of_fence(const Scenario& s, const Ways& ways, ObjectId fence,
                  std::vector<FunctionId>& out) {
  const Object& f = s.object(fence);
  if (ways.puts) add_given(out, f.release);
  if (ways.polls) add_given(out, f.signaled_code);
  if (ways.enables) add_given(out, f.enable_signaling);
  if (ways.signals || (ways.enables && f.enable_signaling.valid()) ||
      (ways.polls && (f.signaled_op.valid() || f.signaled_code.valid())))
    add_callbacks(s, fence, out);
}

std::vector<ObjectId> fences_added_to(const Scenario& s, ObjectId resv) {
  std::vector<ObjectId> out;
  for (const Step& step : s.steps)
    if (step.op == Op::dma_resv_add_fence && step.operands[0].object() == resv)
      out.push_back(step.operands[1].object());
  return out;
}

// An allocation enters direct reclaim unless its gfp forbids it.
bool allows(std::string_view gfp, ReclaimEntry::Needs needs) {
  if (gfp == "GFP_ATOMIC" || gfp == "GFP_NOWAIT") return false;
  if (gfp == "GFP_NOIO") return needs == ReclaimEntry::Needs::nothing;
  return gfp != "GFP_NOFS" || needs != ReclaimEntry::Needs::fs;
}

void add_reclaim(const Scenario& s, const Step& step,
                 std::vector<FunctionId>& out) {
  std::string_view gfp = "GFP_KERNEL";
  switch (step.op) {
    case Op::kmalloc:
      gfp = s.words[static_cast<std::size_t>(step.operands[0].value)];
      break;
    case Op::dma_fence_wait_any:
    case Op::dma_fence_wait_any_timeout:
      if (polls(step)) return;
      break;
    case Op::dma_resv_reserve_fences:
    case Op::dma_fence_array_create:
    case Op::dma_fence_unwrap_merge:
    case Op::sync_file_create:
    case Op::sync_file_merge: break;
    default: return;
  }
  for (const ReclaimEntry& r : s.reclaim)
    if (allows(gfp, r.needs)) out.push_back(r.function);
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

bool polls(const Step& step) {
  const auto& parameters = facts(step.op).parameters;
  for (std::size_t i = 0; i < parameters.size() && i < kMaxOperands; ++i)
    if (parameters[i].name == "timeout")
      return step.operands[i].kind == Operand::Kind::number &&
             step.operands[i].value == 0;
  return false;
}

std::vector<FunctionId> runs_functions(const Scenario& s, const Step& step) {
  std::vector<FunctionId> out;
  if (step.op == Op::call_) out.push_back(FunctionId(step.operands[0].value));
  add_reclaim(s, step, out);
  if (works_on_members(step.op))
    for (const FunctionId f : member_code(s, step.operands[0].object()))
      out.push_back(f);
  const Ways ways = ways_of(step);
  const bool resv = group_of(step.op) == OpGroup::resv;
  const auto add_meant = [&](ObjectId name) {
    add_of_fence(s, ways, name, out);
    const bool inside = works_on_members(step.op);
    for (std::size_t i = 0; i < s.objects.size(); ++i) {
      const auto& around = s.objects[i].around;
      if (ObjectId(i) == name || !(inside || s.object(name).stands_for))
        continue;
      if (std::find(around.begin(), around.end(), name) != around.end())
        add_of_fence(s, ways, ObjectId(i), out);
    }
  };
  for (const Operand& o : step.operands) {
    if (o.kind == Operand::Kind::object && !resv) add_meant(o.object());
    if (o.kind == Operand::Kind::objects)
      for (const ObjectId f : s.object_lists[static_cast<std::size_t>(o.value)])
        add_meant(f);
  }
  if (resv)
    for (const ObjectId f : fences_added_to(s, step.operands[0].object()))
      add_of_fence(s, ways, f, out);
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
  // When its function ends, the operation that ran it may run others, and then
  // goes on, and so forth.
  std::vector<FunctionId> ending{s.step(step).function};
  for (std::size_t k = 0; k < ending.size(); ++k)
    for (std::size_t i = 0; i < s.steps.size(); ++i) {
      if (!all[i]) continue;
      const auto runs = runs_functions(s, s.steps[i]);
      if (std::find(runs.begin(), runs.end(), ending[k]) == runs.end())
        continue;
      for (const FunctionId f : runs)
        if (f != ending[k]) walk.enter(f);
      walk.follow(StepId(i));
      const FunctionId outer = s.steps[i].function;
      if (std::find(ending.begin(), ending.end(), outer) == ending.end())
        ending.push_back(outer);
    }
  return walk.run();
}

}  // namespace picket
