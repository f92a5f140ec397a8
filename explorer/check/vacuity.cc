#include "explorer/check/vacuity.h"

#include <algorithm>

namespace picket {
namespace {

std::string name_of(const Scenario& s, const Step& step) {
  if (!step.label.empty()) return step.label;
  return s.function(step.function).name + ":" + std::to_string(step.span.line);
}

bool is_body(const Scenario& s, FunctionId f) {
  return std::any_of(
      s.contexts.begin(), s.contexts.end(),
      [&](const Context& c) { return !c.work.valid() && c.body == f; });
}

// An unrolled loop has several copies of a step: it counts as reached if any
// copy was. Control over local data leaves no trace of its own.
void add_steps(const Scenario& s, const std::vector<char>& seen,
               std::vector<Note>& notes) {
  for (std::size_t i = 0; i < s.steps.size(); ++i) {
    const Step& step = s.steps[i];
    if (seen[i] || step.silent || !step.span.known()) continue;
    bool copy = false;
    for (std::size_t j = 0; j < s.steps.size() && !copy; ++j) {
      const Step& other = s.steps[j];
      const bool same =
          other.span == step.span && other.function == step.function;
      copy = same && (seen[j] || j < i);
    }
    if (copy) continue;
    const Function& f = s.function(step.function);
    // Of an included file's functions a scenario need not use everything.
    if (f.file != s.file && !is_body(s, step.function)) continue;
    notes.push_back({name_of(s, step),
                     f.name + " never reaches " + describe(s, step), step.span,
                     f.file, false});
  }
}

bool names_fence(const Scenario& s, const Step& step, ObjectId fence) {
  for (const Operand& o : step.operands) {
    if (o.kind == Operand::Kind::object && o.object() == fence) return true;
    if (o.kind != Operand::Kind::objects) continue;
    const auto& list = s.object_lists[static_cast<std::size_t>(o.value)];
    if (std::find(list.begin(), list.end(), fence) != list.end()) return true;
  }
  return false;
}

bool looks_at_fence(Op op) {
  switch (op) {
    case Op::dma_fence_wait:
    case Op::dma_fence_wait_timeout:
    case Op::dma_fence_wait_any:
    case Op::dma_fence_wait_any_timeout:
    case Op::dma_fence_add_callback:
    case Op::dma_fence_is_signaled:
    case Op::dma_fence_test_signaled_flag:
    case Op::dma_fence_get_status:
    case Op::dma_resv_add_fence: return true;
    default: return false;
  }
}

void add_fences(const Scenario& s, std::vector<Note>& notes) {
  for (std::size_t i = 0; i < s.objects.size(); ++i) {
    const Object& o = s.objects[i];
    if (o.type != ObjectType::dma_fence || o.file != s.file) continue;
    // Who waits for what it is inside of waits for it.
    if (!o.around.empty()) continue;
    const bool used = std::any_of(s.steps.begin(), s.steps.end(),
                                  [&](const Step& step) {
                                    return looks_at_fence(step.op) &&
                                           names_fence(s, step, ObjectId(i));
                                  }) ||
                      std::any_of(s.expressions.begin(), s.expressions.end(),
                                  [&](const Expr& e) {
                                    return e.kind == ExprKind::signaled &&
                                           ObjectId(e.value) == ObjectId(i);
                                  });
    if (!used)
      notes.push_back(
          {o.name, "nobody waits for fence " + o.name, o.span, o.file, false});
  }
}

}  // namespace

std::vector<Note> vacuity_notes(const Scenario& s,
                                const std::vector<char>& steps_seen,
                                const RuleCheck* rules) {
  std::vector<Note> notes;
  add_steps(s, steps_seen, notes);
  for (std::size_t r = 0; rules && r < s.rules.size(); ++r)
    if (!rules->applied()[r] && !s.rules[r].built_in)
      notes.push_back({s.rules[r].id,
                       "rule " + s.rules[r].id + " never applied",
                       s.rules[r].span, s.rules[r].file, false});
  add_fences(s, notes);
  return notes;
}

}  // namespace picket
