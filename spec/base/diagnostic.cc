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

namespace {

constexpr std::size_t kWidest = 120;  // of a line that is shown whole
constexpr std::size_t kBefore = 40;   // what is shown before a distant caret

// How many bytes the character has that begins there; 0: none does.
std::size_t character(const std::string& text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) return lead >= 0x20 && lead != 0x7f ? 1 : 0;
  const std::size_t n = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + n > text.size()) return 0;
  for (std::size_t i = 1; i < n; ++i)
    if ((static_cast<unsigned char>(text[at + i]) & 0xc0) != 0x80) return 0;
  return n;
}

// What a line looks like, harmless on a terminal whatever the file holds. A
// place in a line counts bytes; `text[i]` begins at byte `begin[i]`.
struct ShownLine {
  std::vector<std::string> text;
  std::vector<std::size_t> begin;
  std::size_t at(std::size_t byte) const {
    const auto after = std::upper_bound(begin.begin(), begin.end(), byte);
    const auto i = static_cast<std::size_t>(after - begin.begin());
    const std::size_t end =
        begin.empty() ? 0 : begin.back() + text.back().size();
    return byte >= end ? text.size() + (byte - end) : i - 1;
  }
};

ShownLine shown_line(const std::string& line) {
  ShownLine shown;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t n = character(line, at);
    shown.begin.push_back(at);
    if (n > 0)
      shown.text.push_back(line.substr(at, n));
    else
      shown.text.emplace_back(line[at] == '\t' ? "\t" : "?");
    at += std::max<std::size_t>(n, 1);
  }
  return shown;
}

// The line and the caret below it; of a very long one what is around the caret.
std::string marked_line(const std::string& line, const SourceSpan& span) {
  const auto column = static_cast<std::size_t>(std::max(1, span.column)) - 1;
  const auto length = static_cast<std::size_t>(std::max(1, span.length));
  const ShownLine shown = shown_line(line);
  const std::vector<std::string>& text = shown.text;
  const std::size_t at = shown.at(column);
  const std::size_t marked =
      std::max(shown.at(column + length) - at, std::size_t{1});
  std::size_t from = 0, to = text.size();
  if (text.size() > kWidest) {
    from = at > kWidest - kBefore ? std::min(at, to) - kBefore : 0;
    to = std::min(to, from + kWidest);
  }
  std::string above = from > 0 ? "..." : "", below(above.size(), ' ');
  for (std::size_t i = from; i < to; ++i) above += text[i];
  if (to < text.size()) above += "...";
  for (std::size_t i = from; i < at; ++i)
    below += i < text.size() && text[i] == "\t" ? '\t' : ' ';
  const std::size_t most = to < text.size() && at < to ? to - at : marked;
  return "  " + above + "\n  " + below + "^" +
         std::string(std::min(marked, most) - 1, '~') + "\n";
}

}  // namespace

std::string render(const Diagnostic& d, const SourceText& source) {
  std::string out = d.file;
  if (d.span.known())
    out +=
        ":" + std::to_string(d.span.line) + ":" + std::to_string(d.span.column);
  out += d.severity == Severity::error ? ": error[" : ": warning[";
  out += d.code + "]: " + d.message + "\n";
  const auto line = static_cast<std::size_t>(d.span.line);
  if (d.span.known() && line <= source.lines.size()) {
    out += marked_line(source.lines[line - 1], d.span);
  }
  if (!d.hint.empty()) out += "  hint: " + d.hint + "\n";
  return out;
}

}  // namespace picket
