// The words of an expression.
//
// Must not know: precedence, what the names mean.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "spec/yaml/mistakes.h"

namespace picket {

struct Token {
  std::string_view text;
  std::size_t begin = 0;
  std::size_t end = 0;
  enum class Kind { number, name, sign, end } kind = Kind::end;
};

// Ends with one token of kind `end`. Every character is part of some token;
// those that C does not know are signs that no parser expects.
std::vector<Token> split_tokens(std::string_view text);

struct NumberText {
  std::int64_t number = 0;  // 0 .. 2^31
  Mistake mistake{};
  std::string message;  // "" if it is a number
  std::string hint;
};
NumberText read_number(std::string_view text);

}  // namespace picket
