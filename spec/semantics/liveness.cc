#include "spec/semantics/liveness.h"

#include <algorithm>

namespace picket {
namespace {

class Flow {
 public:
  explicit Flow(const Scenario& s) : s_(s) {}

  Liveness solve() {
    Liveness live;
    live.at.assign(s_.steps.size(), 0);
    for (bool grew = true; grew;) {
      grew = false;
      for (std::size_t i = s_.steps.size(); i-- > 0;) {
        const std::uint32_t now = live_at(s_.steps[i], live);
        grew |= now != live.at[i];
        live.at[i] = now;
      }
    }
    return live;
  }

 private:
  std::uint32_t live_at(const Step& step, const Liveness& live) const {
    std::uint32_t after = 0;
    const auto join = [&](StepId next) {
      if (next.valid()) after |= live.at[next.index()];
    };
    join(step.next);
    join(step.other);
    for (StepId branch : step.branches) join(branch);
    // A skipped step assigns nothing.
    if (step.into.valid() && !step.when.valid())
      after &= ~bit(step.function, step.into);
    return after | read_by(step, step.function);
  }

  // Locals that `step` reads, as bits of the function `f`.
  std::uint32_t read_by(const Step& step, FunctionId f) const {
    std::uint32_t bits = in_expression(step.when, f);
    for (const Operand& operand : step.operands) {
      if (operand.kind == Operand::Kind::expression)
        bits |= in_expression(operand.expression(), f);
      if (operand.kind == Operand::Kind::assignments)
        for (const Assignment& a :
             s_.assignment_lists[static_cast<std::size_t>(operand.value)])
          bits |= in_expression(a.value, f);
    }
    if (step.op == Op::call_)
      bits |= in_function(FunctionId(step.operands[0].value), f);
    return bits;
  }

  // Calls form no cycle, so this ends.
  std::uint32_t in_function(FunctionId called, FunctionId f) const {
    std::uint32_t bits = 0;
    for (const Step& step : s_.steps)
      if (step.function == called) bits |= read_by(step, f);
    return bits;
  }

  std::uint32_t in_expression(ExprId id, FunctionId f) const {
    if (!id.valid()) return 0;
    const Expr& e = s_.expr(id);
    if (e.kind == ExprKind::local) return bit(f, LocalId(e.value));
    return in_expression(e.left, f) | in_expression(e.right, f);
  }

  std::uint32_t bit(FunctionId f, LocalId name) const {
    const auto& locals = s_.function(f).locals;
    const auto it = std::lower_bound(locals.begin(), locals.end(), name);
    if (it == locals.end() || *it != name) return 0;
    const auto i = it - locals.begin();
    return i < 32 ? std::uint32_t{1} << i : 0;
  }

  const Scenario& s_;
};

}  // namespace

Liveness live_locals(const Scenario& scenario) {
  return Flow(scenario).solve();
}

}  // namespace picket
