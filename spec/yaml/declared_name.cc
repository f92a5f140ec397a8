#include "spec/yaml/declared_name.h"

#include <algorithm>
#include <utility>

#include "spec/yaml/constants.h"

namespace picket {
namespace {

constexpr const char* kForms = "write name, name[i=0..3] or \"name[i: 0..3]\"";

std::pair<std::size_t, std::size_t> trimmed(const std::string& text,
                                            std::size_t begin,
                                            std::size_t end) {
  while (begin < end && text[begin] == ' ') ++begin;
  while (end > begin && text[end - 1] == ' ') --end;
  return {begin, end};
}

std::optional<ExprTree> part(const std::string& text, std::size_t begin,
                             std::size_t end, TextMistakes& mistakes) {
  ParsedExpression parsed =
      parse_expression(std::string_view(text).substr(begin, end - begin));
  for (TextMistake& m : parsed.mistakes) {
    m.begin += begin;
    m.end += begin;
    mistakes.push_back(std::move(m));
  }
  if (parsed.tree) shift(*parsed.tree, begin);
  return std::move(parsed.tree);
}

ParsedDeclaredName bad(Mistake mistake, std::string message, std::string hint,
                       std::size_t begin, std::size_t end) {
  return {std::nullopt,
          {{mistake, std::move(message), std::move(hint), begin, end}}};
}

// Between the brackets of `text`: `i=0..3`, `i: 0..3` or an index.
ParsedDeclaredName brackets(const std::string& text, DeclaredName declared,
                            std::size_t begin, std::size_t end) {
  ParsedDeclaredName out;
  const auto dots = text.find("..", begin);
  if (dots == text.npos || dots >= end) {
    declared.form = DeclaredName::Form::member;
    declared.at = part(text, begin, end, out.mistakes);
    if (declared.at) out.declared = std::move(declared);
    return out;
  }
  const auto sign = text.find_first_of("=:", begin);
  if (sign == text.npos || sign >= dots)
    return bad(Mistake::bad_name, "the family has no index name", kForms, begin,
               end);
  const auto [from, to] = trimmed(text, begin, sign);
  declared.index = text.substr(from, to - from);
  if (!is_name(declared.index) || declared.index.find('.') != std::string::npos)
    return bad(Mistake::bad_name,
               in_quotes(declared.index) + " cannot be the name of an index",
               kForms, from, to);
  declared.form = DeclaredName::Form::family;
  declared.from = part(text, sign + 1, dots, out.mistakes);
  declared.to = part(text, dots + 2, end, out.mistakes);
  if (declared.from && declared.to) out.declared = std::move(declared);
  return out;
}

}  // namespace

ParsedDeclaredName parse_declared_name(const std::string& text) {
  DeclaredName declared;
  const auto open = text.find('[');
  const auto [begin, end] =
      trimmed(text, 0, open == text.npos ? text.size() : open);
  declared.name = text.substr(begin, end - begin);
  if (!is_dashed_name(declared.name))
    return bad(Mistake::bad_name,
               in_quotes(declared.name.empty() ? text : declared.name) +
                   " is not a name",
               "names start with a letter or `_`, without blanks", begin,
               std::max(end, begin + 1));
  if (open == text.npos) return {std::move(declared), {}};
  if (text.back() != ']')
    return bad(Mistake::bad_name, in_quotes(text) + " is not a name", kForms, 0,
               text.size());
  return brackets(text, std::move(declared), open + 1, text.size() - 1);
}

std::string canonical_name(const std::string& text) {
  std::string out;
  for (char c : text)
    if (c != ' ') out += c == ':' ? '=' : c;
  return out;
}

std::string base_name(const std::string& text) {
  const auto [begin, end] =
      trimmed(text, 0, std::min(text.find('['), text.size()));
  return text.substr(begin, end - begin);
}

}  // namespace picket
