#include "spec/yaml/arithmetic.h"

#include <limits>

namespace picket {
namespace {

std::int64_t apply(ExprKind op, std::int64_t left, std::int64_t right) {
  switch (op) {
    case ExprKind::not_: return left == 0;
    case ExprKind::negate: return -left;
    case ExprKind::add: return left + right;
    case ExprKind::subtract: return left - right;
    case ExprKind::multiply: return left * right;
    case ExprKind::divide: return left / right;
    case ExprKind::modulo: return left % right;
    case ExprKind::equal: return left == right;
    case ExprKind::not_equal: return left != right;
    case ExprKind::less: return left < right;
    case ExprKind::less_equal: return left <= right;
    case ExprKind::greater: return left > right;
    case ExprKind::greater_equal: return left >= right;
    case ExprKind::and_: return left != 0 && right != 0;
    case ExprKind::or_: return left != 0 || right != 0;
    case ExprKind::number:
    case ExprKind::local:
    case ExprKind::variable:
    case ExprKind::signaled:
    case ExprKind::published:
    case ExprKind::held:
    case ExprKind::done: break;
  }
  return left;
}

}  // namespace

bool fits_32_bits(std::int64_t value) {
  return value >= std::numeric_limits<std::int32_t>::min() &&
         value <= std::numeric_limits<std::int32_t>::max();
}

Computed compute(ExprKind op, std::int64_t left, std::int64_t right) {
  const bool divides = op == ExprKind::divide || op == ExprKind::modulo;
  if (divides && right == 0) return {Computed::Trouble::division_by_zero};
  const bool lone_2_31 = op == ExprKind::negate;
  if ((!lone_2_31 && !fits_32_bits(left)) || !fits_32_bits(right))
    return {Computed::Trouble::overflow};
  const std::int64_t value = apply(op, left, right);
  if (!fits_32_bits(value)) return {Computed::Trouble::overflow};
  return {Computed::Trouble::none, value};
}

}  // namespace picket
