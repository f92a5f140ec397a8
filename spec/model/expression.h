// Expressions: C over 32-bit signed integers, stored as nodes of one table.
#pragma once

#include <cstdint>

#include "spec/base/id.h"
#include "spec/base/source_span.h"

namespace picket {

enum class ExprKind : std::uint8_t {
  number,     // value
  local,      // value: LocalId
  variable,   // value: ObjectId of an int or atomic_t
  signaled,   // value: ObjectId of a fence
  published,  // value: ObjectId of a fence
  held,       // value: ObjectId of a lock: does this context hold it?
  done,       // value: ObjectId of a completion: its count is not zero
  not_,
  negate,
  add,
  subtract,
  multiply,
  divide,
  modulo,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  and_,
  or_,
};

struct Expr {
  ExprKind kind = ExprKind::number;
  std::int32_t value = 0;
  ExprId left;  // the only one of `not_` and `negate`
  ExprId right;
  // Reads anything another context can change. An expression that does not is
  // evaluated together with the step before it.
  bool shared = false;
  SourceSpan span;
};

}  // namespace picket
