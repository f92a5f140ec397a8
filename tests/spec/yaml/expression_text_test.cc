#include "spec/yaml/expression_text.h"

#include <CppUTest/TestHarness.h>

using namespace picket;

namespace {

const char* sign(ExprKind kind) {
  switch (kind) {
    case ExprKind::add: return "+";
    case ExprKind::subtract: return "-";
    case ExprKind::multiply: return "*";
    case ExprKind::divide: return "/";
    case ExprKind::modulo: return "%";
    case ExprKind::equal: return "==";
    case ExprKind::not_equal: return "!=";
    case ExprKind::less: return "<";
    case ExprKind::less_equal: return "<=";
    case ExprKind::greater: return ">";
    case ExprKind::greater_equal: return ">=";
    case ExprKind::and_: return "&&";
    case ExprKind::or_: return "||";
    case ExprKind::not_: return "!";
    case ExprKind::negate: return "-";
    default: return "?";
  }
}

// Fully parenthesised.
std::string shape(const ExprTree& tree) {
  switch (tree.kind) {
    case ExprTree::Kind::number: return std::to_string(tree.number);
    case ExprTree::Kind::name:
      return tree.name +
             (tree.indexed ? "[" + shape(tree.parts[0]) + "]" : "") +
             tree.suffix;
    case ExprTree::Kind::call:
      return tree.name + "(" + shape(tree.parts[0]) + ")";
    case ExprTree::Kind::unary:
      return std::string("(") + sign(tree.op) + shape(tree.parts[0]) + ")";
    case ExprTree::Kind::binary:
      return "(" + shape(tree.parts[0]) + sign(tree.op) + shape(tree.parts[1]) +
             ")";
  }
  return "";
}

std::string parsed(const std::string& text) {
  const ParsedExpression out = parse_expression(text);
  if (out.tree) return shape(*out.tree);
  const TextMistake& m = out.mistakes.at(0);
  return "error " + std::to_string(m.begin) + ".." + std::to_string(m.end);
}

}  // namespace

TEST_GROUP(expression_text){};

TEST(expression_text, precedence_is_that_of_c) {
  STRCMP_EQUAL("(a+(b*c))", parsed("a + b * c").c_str());
  STRCMP_EQUAL("((a*b)+c)", parsed("a * b + c").c_str());
  STRCMP_EQUAL("((a==b)&&(c<d))", parsed("a == b && c < d").c_str());
  STRCMP_EQUAL("(a||(b&&c))", parsed("a || b && c").c_str());
  STRCMP_EQUAL("((a<b)==(c>=d))", parsed("a < b == c >= d").c_str());
  STRCMP_EQUAL("((!a)&&b)", parsed("!a && b").c_str());
  STRCMP_EQUAL("((-a)-b)", parsed("-a - b").c_str());
}

TEST(expression_text, equal_operators_group_to_the_left) {
  STRCMP_EQUAL("((a-b)-c)", parsed("a - b - c").c_str());
  STRCMP_EQUAL("((a/b)*c)", parsed("a / b * c").c_str());
  STRCMP_EQUAL("((a&&b)&&c)", parsed("a && b && c").c_str());
}

TEST(expression_text, parentheses_and_signs_nest) {
  STRCMP_EQUAL("((a+b)*c)", parsed("(a + b) * c").c_str());
  STRCMP_EQUAL("(!(!(-(-a))))", parsed("!!- -a").c_str());
  STRCMP_EQUAL("(a-(-1))", parsed("a - -1").c_str());
  STRCMP_EQUAL("1", parsed("+1").c_str());
}

TEST(expression_text, references_carry_index_and_suffix) {
  STRCMP_EQUAL("signaled(f[(i-1)])", parsed("signaled(f[i-1])").c_str());
  STRCMP_EQUAL("held(f[0].lock)", parsed("held(f[0].lock)").c_str());
  STRCMP_EQUAL("(a.b+c)", parsed("a.b+c").c_str());
}

TEST(expression_text, numbers_are_decimal_or_hexadecimal) {
  STRCMP_EQUAL("31", parsed("0x1F").c_str());
  STRCMP_EQUAL("2147483648", parsed("2147483648").c_str());
  STRCMP_EQUAL("error 0..10", parsed("2147483649").c_str());
  STRCMP_EQUAL("error 4..7", parsed("a + 010").c_str());
  STRCMP_EQUAL("error 0..2", parsed("1x").c_str());
}

TEST(expression_text, a_mistake_points_at_the_word) {
  STRCMP_EQUAL("error 2..3", parsed("a = 1").c_str());
  STRCMP_EQUAL("error 2..5", parsed("a and b").c_str());
  STRCMP_EQUAL("error 4..4", parsed("a ==").c_str());
  STRCMP_EQUAL("error 0..1", parsed("(a").c_str());
  STRCMP_EQUAL("error 1..2", parsed("a)").c_str());
  STRCMP_EQUAL("error 0..0", parsed("").c_str());
}

TEST(expression_text, hostile_texts_are_refused) {
  STRCMP_EQUAL("error 0..0", parsed(std::string(5000, '1')).c_str());
  CHECK(parsed(std::string(4000, '(')).starts_with("error"));
  CHECK(parsed(std::string(4000, '!')).starts_with("error"));
  std::string sum = "1";
  for (int k = 0; k < 1000; ++k) sum += "+1";
  CHECK(parsed(sum).starts_with("("));
}

TEST(expression_text, a_reference_may_have_dashes_in_its_name) {
  const ParsedExpression out = parse_reference("commit-tail[i+1].lock");
  CHECK(out.tree.has_value());
  STRCMP_EQUAL("commit-tail", out.tree->name.c_str());
  STRCMP_EQUAL("(i+1)", shape(out.tree->parts[0]).c_str());
  STRCMP_EQUAL(".lock", out.tree->suffix.c_str());
  CHECK(!parse_reference("1a").tree);
  CHECK(!parse_reference("a b").tree);
  CHECK(!parse_reference("a[").tree);
  CHECK(!parse_reference("a[]").tree);
  CHECK(!parse_reference("").tree);
}
