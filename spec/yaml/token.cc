#include "spec/yaml/token.h"

#include <cctype>
#include <charconv>

namespace picket {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) || c == '_';
}
bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Longest first. Those that are not C's, or not the language's, are here to
// be named in messages.
constexpr std::string_view kSigns[] = {
    "&&", "||", "==", "!=", "<=", ">=", "<>", "->", "++", "--", "..",
};

std::size_t word_end(std::string_view text, std::size_t i) {
  while (i < text.size()) {
    const bool dot =
        text[i] == '.' && i + 1 < text.size() && is_letter(text[i + 1]);
    if (!dot && !is_letter(text[i]) && !is_digit(text[i])) break;
    ++i;
  }
  return i;
}

std::size_t sign_end(std::string_view text, std::size_t i) {
  for (std::string_view sign : kSigns)
    if (text.substr(i).starts_with(sign)) return i + sign.size();
  ++i;  // a whole UTF-8 sequence is one sign
  while (i < text.size() &&
         (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80)
    ++i;
  return i;
}

}  // namespace

std::vector<Token> split_tokens(std::string_view text) {
  std::vector<Token> out;
  for (std::size_t i = 0; i < text.size();) {
    if (is_blank(text[i])) {
      ++i;
      continue;
    }
    Token token{{}, i, i, Token::Kind::sign};
    const bool suffix =
        text[i] == '.' && i + 1 < text.size() && is_letter(text[i + 1]);
    if (is_digit(text[i])) {
      token.kind = Token::Kind::number;
      token.end = word_end(text, i);
    } else if (is_letter(text[i]) || suffix) {
      token.kind = Token::Kind::name;
      token.end = word_end(text, i);
    } else {
      token.end = sign_end(text, i);
    }
    token.text = text.substr(i, token.end - i);
    i = token.end;
    out.push_back(token);
  }
  out.push_back({{}, text.size(), text.size(), Token::Kind::end});
  return out;
}

NumberText read_number(std::string_view text) {
  constexpr std::uint64_t kLargest = std::uint64_t{1} << 31;
  NumberText out;
  int base = 10;
  std::string_view digits = text;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    base = 16;
    digits = text.substr(2);
  } else if (text.size() > 1 && text[0] == '0' && is_digit(text[1])) {
    out.mistake = Mistake::bad_expression;
    out.message = in_quotes(text) + " starts with a zero";
    out.hint = "that would be octal in C; write it without the zero";
    return out;
  }
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(
      digits.data(), digits.data() + digits.size(), value, base);
  if (error == std::errc::result_out_of_range || value > kLargest) {
    out.mistake = Mistake::number_too_large;
    out.message = in_quotes(text) + " does not fit into 32 bits";
  } else if (error != std::errc{} || end != digits.data() + digits.size()) {
    out.mistake = Mistake::bad_expression;
    out.message = in_quotes(text) + " is not a number";
    out.hint = "numbers are integers";
  }
  out.number = static_cast<std::int64_t>(value);
  return out;
}

}  // namespace picket
