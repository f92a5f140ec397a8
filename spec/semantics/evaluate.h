// The value of an expression for the running context; records what it reads.
#pragma once

#include "spec/semantics/run.h"

namespace picket {

// C semantics on 32-bit values; overflow wraps; division by zero yields 0 (the
// reader refuses it where it can see it). Looking at an object that is gone
// sets effect.misuse: ask before changing anything.
std::int32_t evaluate(Run& run, ExprId expression);

// An operator on two values, or on the first.
std::int32_t apply(ExprKind kind, std::int64_t a, std::int64_t b);

}  // namespace picket
