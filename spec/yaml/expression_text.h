// C expressions as text: a Pratt parser from a scalar to a small tree with
// offsets into that scalar. What the names mean is for others: constants.h
// computes a tree, expressions.h enters it into a scenario.
//
// Must not know: scenarios, nodes, objects.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/model/expression.h"
#include "spec/yaml/mistakes.h"

namespace picket {

// A mistake in a text, by offsets; whoever knows the scalar places it.
struct TextMistake {
  Mistake mistake;
  std::string message;
  std::string hint;
  std::size_t begin = 0;
  std::size_t end = 0;
};
using TextMistakes = std::vector<TextMistake>;

struct ExprTree {
  enum class Kind { number, name, call, unary, binary };
  Kind kind = Kind::number;
  ExprKind op = ExprKind::number;  // unary, binary
  std::int64_t number = 0;         // up to 2^31, for -2147483648
  std::string name;                // name: without index; call: the function
  std::string suffix;              // name: ".lock" behind the index
  bool indexed = false;            // name: `parts` holds the index
  std::vector<ExprTree> parts;     // index, argument, operands
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct ParsedExpression {
  std::optional<ExprTree> tree;  // absent exactly if there are mistakes
  TextMistakes mistakes;
};

ParsedExpression parse_expression(std::string_view text);

// One reference to something declared: name, name[index], name[index].lock.
// Unlike in an expression, the name may contain `-`.
ParsedExpression parse_reference(std::string_view text);

bool is_name(std::string_view text);         // letters, digits, _ and .
bool is_dashed_name(std::string_view text);  // and -

}  // namespace picket
