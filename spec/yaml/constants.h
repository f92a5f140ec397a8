// Constant expressions: numbers, parameters, family indices, errno names.
#pragma once

#include <optional>

#include "spec/yaml/expression_text.h"
#include "spec/yaml/reading.h"

namespace picket {

// The value of a scalar that must be a constant; reports what is wrong.
// `what` names it: "`seqno`".
std::optional<std::int32_t> read_constant(Reading& reading, const Node& node,
                                          const std::string& what);

// `true`, `false`, or a constant that is 0 or 1: daemon: i == 0.
std::optional<bool> read_flag(Reading& reading, const Node& node,
                              const std::string& what);

// The value of a tree parsed from the text of `at`.
std::optional<std::int32_t> evaluate(Reading& reading, const ExprTree& tree,
                                     const Node& at);

// Places the mistakes of a text in the scalar it came from; `offset` is where
// the text begins in the scalar.
void add_text_mistakes(Reading& reading, const Node& at,
                       const TextMistakes& found, std::size_t offset = 0);

// A parameter, family index or errno of this name.
std::optional<std::int32_t> constant_named(const Reading& reading,
                                           const std::string& name);

// Reports an operation on constants that has no value.
void add_arithmetic_mistake(Reading& reading, const ExprTree& tree,
                            const Node& at, bool division_by_zero);

// Moves the offsets of a tree.
void shift(ExprTree& tree, std::size_t offset);

}  // namespace picket
