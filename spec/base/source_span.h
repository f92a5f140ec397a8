// A stretch of a scenario file, for carets in diagnostics and for the YAML
// line of every step.
#pragma once

#include <compare>

namespace picket {

// Lines and columns are 1-based; 0 means "no place". `length` is the number
// of columns under the caret, at least 1 for a real place.
struct SourceSpan {
  int line = 0;
  int column = 0;
  int length = 0;

  bool known() const { return line > 0; }
  friend auto operator<=>(const SourceSpan&, const SourceSpan&) = default;
};

}  // namespace picket
