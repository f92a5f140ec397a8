#include "tests/oracle/shrink.h"

#include <vector>

namespace picket::oracle {
namespace {

using Lines = std::vector<std::string>;
using Test = std::function<bool(const std::string&)>;

Lines split(const std::string& text) {
  Lines lines(1);
  for (const char c : text) {
    if (c == '\n')
      lines.emplace_back();
    else
      lines.back() += c;
  }
  if (lines.back().empty()) lines.pop_back();
  return lines;
}

std::string join(const Lines& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

std::size_t indent(const std::string& line) {
  const std::size_t at = line.find_first_not_of(' ');
  return at == line.npos ? line.size() : at;
}

// One past the last line that belongs to line i.
std::size_t end_of(const Lines& lines, std::size_t i) {
  std::size_t end = i + 1;
  while (end < lines.size() && indent(lines[end]) > indent(lines[i])) ++end;
  return end;
}

Lines without(const Lines& lines, std::size_t from, std::size_t to) {
  Lines out(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(from));
  out.insert(out.end(), lines.begin() + static_cast<std::ptrdiff_t>(to),
             lines.end());
  return out;
}

bool take(Lines& lines, const Lines& fewer, const Test& still) {
  if (fewer == lines || !still(join(fewer))) return false;
  lines = fewer;
  return true;
}

bool drop_blocks(Lines& lines, const Test& still) {
  bool any = false;
  for (std::size_t i = 0; i < lines.size();)
    if (take(lines, without(lines, i, end_of(lines, i)), still))
      any = true;
    else
      ++i;
  return any;
}

// A list in the place of the step that holds it.
Lines unwrapped(const Lines& lines, std::size_t outer, std::size_t key) {
  const std::size_t from = key + 1, to = end_of(lines, key);
  if (from == to) return lines;
  const std::size_t cut = indent(lines[from]) - indent(lines[outer]);
  Lines inner;
  for (std::size_t i = from; i < to; ++i) inner.push_back(lines[i].substr(cut));
  Lines out = without(lines, outer, end_of(lines, outer));
  out.insert(out.begin() + static_cast<std::ptrdiff_t>(outer), inner.begin(),
             inner.end());
  return out;
}

bool unwrap(Lines& lines, const Test& still) {
  bool any = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].substr(indent(lines[i])).rfind("- ", 0) != 0) continue;
    for (std::size_t k = i; k < end_of(lines, i); ++k)
      any |= take(lines, unwrapped(lines, i, k), still);
  }
  return any;
}

// Where the parts between commas begin inside the outermost braces of a line.
std::vector<std::size_t> commas(const std::string& line) {
  std::vector<std::size_t> at;
  int depth = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '{' || line[i] == '[' || line[i] == '(') ++depth;
    if (line[i] == '}' || line[i] == ']' || line[i] == ')') --depth;
    if (line[i] == ',' || (depth == 0 && line[i] == '}')) at.push_back(i);
  }
  return at;
}

// Leaves out ", key: value" inside of braces.
bool drop_parts(Lines& lines, const Test& still) {
  bool any = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (std::size_t n = 0; n + 1 < commas(lines[i]).size();) {
      const auto at = commas(lines[i]);
      Lines fewer = lines;
      fewer[i].erase(at[n], at[n + 1] - at[n]);
      if (take(lines, fewer, still))
        any = true;
      else
        ++n;
    }
  }
  return any;
}

}  // namespace

std::string shrink(const std::string& text, const Test& still) {
  Lines lines = split(text);
  for (bool smaller = true; smaller;) {
    smaller = drop_blocks(lines, still);
    smaller |= unwrap(lines, still);
    smaller |= drop_parts(lines, still);
  }
  return join(lines);
}

}  // namespace picket::oracle
