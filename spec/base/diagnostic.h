// Mistakes of the user, as values: many at once, each with a stable code, a
// place, and a hint. Findings of a check are not diagnostics; see
// model/finding.h.
#pragma once

#include <string>
#include <vector>

#include "spec/base/source_span.h"

namespace picket {

enum class Severity { error, warning };

struct Diagnostic {
  std::string code;  // stable, e.g. "unknown-operation"
  std::string file;  // as the user named it
  SourceSpan span;
  std::string message;  // one sentence, no full stop
  std::string hint;     // "" or one sentence: how to mend it
  Severity severity = Severity::error;
};

// The text of a source file, kept to draw carets.
struct SourceText {
  std::string file;
  std::vector<std::string> lines;
};

using Diagnostics = std::vector<Diagnostic>;

bool has_errors(const Diagnostics& diagnostics);

// Orders by file, line, column, code and drops exact repetitions.
void sort_diagnostics(Diagnostics& diagnostics);

SourceText split_lines(std::string file, const std::string& text);

// file:line:column: error[code]: message, the source line, a caret, the hint.
std::string render(const Diagnostic& diagnostic, const SourceText& source);

}  // namespace picket
