// Pieces of a selector's text with their offsets: cutting at `|` and `,`
// outside of parentheses, and taking name(argument) apart.
//
// Must not know: operations, objects.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace picket {

struct Piece {
  std::string_view text;  // without blanks around it
  std::size_t begin = 0;  // in the whole text
  std::size_t end() const { return begin + text.size(); }
};

Piece whole(std::string_view text);
std::vector<Piece> cut(const Piece& piece, char separator);
Piece part(const Piece& piece, std::size_t begin, std::size_t end);

// name, or name(argument), and what follows. Absent if the parentheses do not
// match.
struct CallText {
  Piece name;
  std::optional<Piece> argument;
  Piece rest;
};
std::optional<CallText> take_call(const Piece& piece);

}  // namespace picket
