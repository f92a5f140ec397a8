#include "spec/yaml/selector_text.h"

#include <algorithm>

namespace picket {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n'; }

Piece trimmed(std::string_view all, std::size_t base, std::size_t begin,
              std::size_t end) {
  while (begin < end && is_blank(all[begin])) ++begin;
  while (end > begin && is_blank(all[end - 1])) --end;
  return {all.substr(begin, end - begin), base + begin};
}

}  // namespace

Piece whole(std::string_view text) { return trimmed(text, 0, 0, text.size()); }

Piece part(const Piece& piece, std::size_t begin, std::size_t end) {
  return trimmed(piece.text, piece.begin, begin, end);
}

std::vector<Piece> cut(const Piece& piece, char separator) {
  std::vector<Piece> out;
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= piece.text.size(); ++i) {
    const bool end = i == piece.text.size();
    if (!end && piece.text[i] == '(') ++depth;
    if (!end && piece.text[i] == ')') --depth;
    if (!end && (depth != 0 || piece.text[i] != separator)) continue;
    out.push_back(part(piece, begin, i));
    begin = i + 1;
  }
  return out;
}

std::optional<CallText> take_call(const Piece& piece) {
  const std::string_view text = piece.text;
  CallText out;
  const auto open = std::min(text.find('('), text.size());
  const auto blank = std::min(text.find(' '), text.size());
  if (open == text.size() || text.find_first_not_of(' ', blank) < open) {
    // No parenthesis, or only behind another word.
    if (text.substr(0, blank).find(')') != text.npos) return std::nullopt;
    out.name = part(piece, 0, blank);
    out.rest = part(piece, blank, text.size());
    return out;
  }
  int depth = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')') --depth;
    if (depth > 0) continue;
    out.name = part(piece, 0, open);
    out.argument = part(piece, open + 1, i);
    out.rest = part(piece, i + 1, text.size());
    return out;
  }
  return std::nullopt;
}

}  // namespace picket
