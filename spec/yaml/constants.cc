#include "spec/yaml/constants.h"

#include "spec/yaml/arithmetic.h"
#include "spec/yaml/error_numbers.h"
#include "spec/yaml/keys.h"

namespace picket {
namespace {

std::string kind_of_name(const Reading& reading, const std::string& name) {
  if (const auto it = reading.objects.find(name); it != reading.objects.end())
    return "an object";
  if (reading.local_names.count(name)) return "a local variable";
  if (reading.threads.count(name)) return "a thread";
  if (reading.functions.count(name)) return "a function";
  return "";
}

void add_not_constant(Reading& reading, const ExprTree& tree, const Node& at) {
  const Place place = place_in(at, tree.begin, tree.end);
  if (tree.kind == ExprTree::Kind::call) {
    reading.mistakes.add(Mistake::not_constant, place,
                         in_quotes(tree.name + "()") + " is not a constant",
                         "a number is needed here before the scenario runs");
    return;
  }
  const std::string kind = kind_of_name(reading, tree.name);
  if (!kind.empty()) {
    reading.mistakes.add(
        Mistake::not_constant, place,
        in_quotes(tree.name) + " is " + kind + ", not a constant",
        "a number is needed here before the scenario runs");
    return;
  }
  std::vector<std::string> known = error_names();
  for (const auto& [name, value] : reading.constants) known.push_back(name);
  reading.mistakes.add(
      Mistake::unknown_name, place,
      "there is no parameter " + in_quotes(tree.name),
      did_you_mean(tree.name, known, "declare it under `parameters`"));
}

// C's && and || do not look at their right side when the left decides.
std::optional<bool> decided_by_left(const ExprTree& tree, std::int64_t left) {
  if (tree.op == ExprKind::and_ && left == 0) return false;
  if (tree.op == ExprKind::or_ && left != 0) return true;
  return std::nullopt;
}

// Like evaluate(), but may be 2^31 below a minus.
std::optional<std::int64_t> value_of(Reading& reading, const ExprTree& tree,
                                     const Node& at) {
  switch (tree.kind) {
    case ExprTree::Kind::number: return tree.number;
    case ExprTree::Kind::name:
    case ExprTree::Kind::call:
      if (tree.kind == ExprTree::Kind::name && !tree.indexed)
        if (const auto value = constant_named(reading, tree.name))
          return *value;
      add_not_constant(reading, tree, at);
      return std::nullopt;
    case ExprTree::Kind::unary:
    case ExprTree::Kind::binary: break;
  }
  const auto left = value_of(reading, tree.parts[0], at);
  if (!left) return std::nullopt;
  std::optional<std::int64_t> right = 0;
  if (tree.kind == ExprTree::Kind::binary) {
    if (const auto known = decided_by_left(tree, *left)) return *known;
    right = value_of(reading, tree.parts[1], at);
  }
  if (!right) return std::nullopt;
  const Computed computed = compute(tree.op, *left, *right);
  if (computed.trouble == Computed::Trouble::none) return computed.value;
  add_arithmetic_mistake(
      reading, tree, at,
      computed.trouble == Computed::Trouble::division_by_zero);
  return std::nullopt;
}

}  // namespace

std::optional<std::int32_t> constant_named(const Reading& reading,
                                           const std::string& name) {
  if (const auto it = reading.constants.find(name);
      it != reading.constants.end())
    return it->second;
  return error_number(name);
}

void add_arithmetic_mistake(Reading& reading, const ExprTree& tree,
                            const Node& at, bool division_by_zero) {
  const Place place = place_in(at, tree.begin, tree.end);
  if (division_by_zero)
    reading.mistakes.add(Mistake::division_by_zero, place, "division by zero");
  else
    reading.mistakes.add(Mistake::number_too_large, place,
                         "the result does not fit into 32 bits");
}

void shift(ExprTree& tree, std::size_t offset) {
  tree.begin += offset;
  tree.end += offset;
  for (ExprTree& part : tree.parts) shift(part, offset);
}

void add_text_mistakes(Reading& reading, const Node& at,
                       const TextMistakes& found, std::size_t offset) {
  for (const TextMistake& m : found)
    reading.mistakes.add(m.mistake,
                         place_in(at, m.begin + offset, m.end + offset),
                         m.message, m.hint);
}

std::optional<std::int32_t> evaluate(Reading& reading, const ExprTree& tree,
                                     const Node& at) {
  const auto value = value_of(reading, tree, at);
  if (!value) return std::nullopt;
  if (!fits_32_bits(*value)) {
    reading.mistakes.add(Mistake::number_too_large,
                         place_in(at, tree.begin, tree.end),
                         "the number does not fit into 32 bits");
    return std::nullopt;
  }
  return static_cast<std::int32_t>(*value);
}

std::optional<std::int32_t> read_constant(Reading& reading, const Node& node,
                                          const std::string& what) {
  if (!node.is_scalar()) {
    reading.mistakes.add(Mistake::wrong_type, place_of(node),
                         what + " must be a number, not " + what_is(node));
    return std::nullopt;
  }
  const ParsedExpression parsed = parse_expression(node.text);
  add_text_mistakes(reading, node, parsed.mistakes);
  if (!parsed.tree) return std::nullopt;
  return evaluate(reading, *parsed.tree, node);
}

std::optional<bool> read_flag(Reading& reading, const Node& node,
                              const std::string& what) {
  const bool word = is_name(node.text) && !constant_named(reading, node.text);
  if (node.is_scalar() && !word) {
    const auto value = read_constant(reading, node, what);
    if (!value) return std::nullopt;
    if (*value == 0 || *value == 1) return *value == 1;
  }
  return read_bool(reading.mistakes, node, what);
}

}  // namespace picket
