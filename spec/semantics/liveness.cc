#include "spec/semantics/liveness.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace picket {
namespace {

class Flow {
 public:
  explicit Flow(const Scenario& s)
      : s_(s), steps_of_(s.functions.size()), read_in_(s.functions.size()) {
    for (std::size_t i = 0; i < s.steps.size(); ++i)
      if (const FunctionId f = s.steps[i].function; f.valid())
        steps_of_[f.index()].push_back(StepId(i));
  }

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
  using Names = std::vector<LocalId>;

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
    return after | read_by(step);
  }

  // Locals that `step` reads, as bits of its function.
  std::uint32_t read_by(const Step& step) const {
    Names names;
    add_read(step, names);
    std::uint32_t bits = 0;
    for (const LocalId name : names) bits |= bit(step.function, name);
    return bits;
  }

  void add_read(const Step& step, Names& names) const {
    add_in(step.when, names);
    for (const Operand& operand : step.operands) {
      if (operand.kind == Operand::Kind::expression)
        add_in(operand.expression(), names);
      if (operand.kind == Operand::Kind::assignments)
        for (const Assignment& a :
             s_.assignment_lists[static_cast<std::size_t>(operand.value)])
          add_in(a.value, names);
    }
    if (step.op == Op::call_) {
      const Names& inside = read_in(FunctionId(step.operands[0].value));
      names.insert(names.end(), inside.begin(), inside.end());
    }
  }

  // By the function or by any that it calls. Calls form no cycle, so this ends.
  const Names& read_in(FunctionId f) const {
    auto& known = read_in_[f.index()];
    if (!known) {
      Names names;
      for (const StepId id : steps_of_[f.index()]) add_read(s_.step(id), names);
      std::sort(names.begin(), names.end());
      names.erase(std::unique(names.begin(), names.end()), names.end());
      known = std::move(names);
    }
    return *known;
  }

  void add_in(ExprId id, Names& names) const {
    if (!id.valid()) return;
    const Expr& e = s_.expr(id);
    if (e.kind == ExprKind::local) return names.push_back(LocalId(e.value));
    add_in(e.left, names);
    add_in(e.right, names);
  }

  std::uint32_t bit(FunctionId f, LocalId name) const {
    const auto& locals = s_.function(f).locals;
    const auto it = std::lower_bound(locals.begin(), locals.end(), name);
    if (it == locals.end() || *it != name) return 0;
    const auto i = it - locals.begin();
    return i < 32 ? std::uint32_t{1} << i : 0;
  }

  const Scenario& s_;
  std::vector<std::vector<StepId>> steps_of_;          // per function
  mutable std::vector<std::optional<Names>> read_in_;  // per function, asked
};

}  // namespace

Liveness live_locals(const Scenario& scenario) {
  return Flow(scenario).solve();
}

}  // namespace picket
