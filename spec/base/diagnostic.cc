#include "spec/base/diagnostic.h"

#include <algorithm>
#include <tuple>

namespace picket {

bool has_errors(const Diagnostics& diagnostics) {
  return std::any_of(
      diagnostics.begin(), diagnostics.end(),
      [](const Diagnostic& d) { return d.severity == Severity::error; });
}

void sort_diagnostics(Diagnostics& diagnostics) {
  const auto key = [](const Diagnostic& d) {
    return std::tie(d.file, d.span.line, d.span.column, d.code, d.message);
  };
  std::stable_sort(
      diagnostics.begin(), diagnostics.end(),
      [&](const auto& a, const auto& b) { return key(a) < key(b); });
  diagnostics.erase(std::unique(diagnostics.begin(), diagnostics.end(),
                                [&](const auto& a, const auto& b) {
                                  return key(a) == key(b);
                                }),
                    diagnostics.end());
}

SourceText split_lines(std::string file, const std::string& text) {
  SourceText source{std::move(file), {}};
  std::string line;
  for (char c : text) {
    if (c == '\n') {
      source.lines.push_back(std::move(line));
      line.clear();
    } else if (c != '\r') {
      line += c;
    }
  }
  if (!line.empty()) source.lines.push_back(std::move(line));
  return source;
}

std::string render(const Diagnostic& d, const SourceText& source) {
  std::string out = d.file;
  if (d.span.known())
    out +=
        ":" + std::to_string(d.span.line) + ":" + std::to_string(d.span.column);
  out += d.severity == Severity::error ? ": error[" : ": warning[";
  out += d.code + "]: " + d.message + "\n";
  const auto line = static_cast<std::size_t>(d.span.line);
  if (d.span.known() && line <= source.lines.size()) {
    const std::string& text = source.lines[line - 1];
    const auto column = static_cast<std::size_t>(d.span.column);
    out += "  " + text + "\n  ";
    for (std::size_t i = 0; i + 1 < column; ++i)
      out += i < text.size() && text[i] == '\t' ? '\t' : ' ';
    out += "^" + std::string(std::max(1, d.span.length) - 1, '~') + "\n";
  }
  if (!d.hint.empty()) out += "  hint: " + d.hint + "\n";
  return out;
}

}  // namespace picket
