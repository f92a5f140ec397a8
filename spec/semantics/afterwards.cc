#include "spec/semantics/afterwards.h"

#include <optional>

#include "spec/semantics/evaluate.h"

namespace picket {
namespace {

using Value = std::optional<std::int32_t>;  // none: any

class Afterwards {
 public:
  Afterwards(const Scenario& s, const std::vector<Assignment>& assigned)
      : s_(s), assigned_(assigned) {}

  Value value(ExprId id) const {
    const Expr& e = s_.expr(id);
    switch (e.kind) {
      case ExprKind::number: return e.value;
      case ExprKind::variable: return assigned(ObjectId(e.value));
      case ExprKind::local:
      case ExprKind::signaled:
      case ExprKind::published:
      case ExprKind::held:
      case ExprKind::done: return {};
      default: break;
    }
    const Value left = value(e.left);
    if (!e.right.valid()) return left ? Value(apply(e.kind, *left, 0)) : left;
    return of_both(e.kind, left, value(e.right));
  }

 private:
  Value assigned(ObjectId variable) const {
    Value last;
    for (const Assignment& a : assigned_)
      if (a.variable == variable) {
        const Expr& e = s_.expr(a.value);
        last = e.kind == ExprKind::number ? Value(e.value) : Value();
      }
    return last;
  }

  static Value of_both(ExprKind kind, const Value& left, const Value& right) {
    const auto is = [](const Value& v, bool truth) {
      return v && (*v != 0) == truth;
    };
    if (kind == ExprKind::and_ && (is(left, false) || is(right, false)))
      return 0;
    if (kind == ExprKind::or_ && (is(left, true) || is(right, true))) return 1;
    if (!left || !right) return {};
    return apply(kind, *left, *right);
  }

  const Scenario& s_;
  const std::vector<Assignment>& assigned_;
};

}  // namespace

bool could_hold_after(const Scenario& s, const Step& step, ExprId condition) {
  if (step.op != Op::set_) return true;
  const auto list = static_cast<std::size_t>(step.operands[0].value);
  const Value value = Afterwards(s, s.assignment_lists[list]).value(condition);
  return !value || *value != 0;
}

}  // namespace picket
