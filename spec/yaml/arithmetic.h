// C arithmetic on constants: 32-bit signed, an overflow is a mistake.
//
// Must not know: names, texts.
#pragma once

#include <cstdint>

#include "spec/model/expression.h"

namespace picket {

struct Computed {
  enum class Trouble { none, overflow, division_by_zero } trouble;
  std::int64_t value = 0;
};

// Operands are in 32-bit range, but for 2^31, the operand of -2147483648.
Computed compute(ExprKind op, std::int64_t left, std::int64_t right);

bool fits_32_bits(std::int64_t value);

}  // namespace picket
