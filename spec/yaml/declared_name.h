// Names as declarations write them: `lock`, a family `fence[i=0..3]` or
// `fence[i: 0..3]`, one member `fence[1]` (only in variants).
//
// Must not know: what is declared.
#pragma once

#include <optional>
#include <string>

#include "spec/yaml/expression_text.h"

namespace picket {

struct DeclaredName {
  enum class Form { single, family, member } form = Form::single;
  std::string name;
  std::string index;                 // family: the index's name
  std::optional<ExprTree> from, to;  // family; offsets into the whole text
  std::optional<ExprTree> at;        // member
};

// Absent exactly if there are mistakes.
struct ParsedDeclaredName {
  std::optional<DeclaredName> declared;
  TextMistakes mistakes;
};

ParsedDeclaredName parse_declared_name(const std::string& text);

// Two spellings of one declaration compare equal: without blanks, `=` for `:`.
std::string canonical_name(const std::string& text);

// The part before the bracket.
std::string base_name(const std::string& text);

}  // namespace picket
