#include "spec/yaml/expression_text.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "spec/yaml/c_code.h"
#include "spec/yaml/token.h"

namespace picket {
namespace {

constexpr std::size_t kLongestText = 4096;
constexpr int kDeepest = 100;

struct BinaryOperator {
  std::string_view sign;
  int precedence;
  ExprKind kind;
};

constexpr BinaryOperator kBinary[] = {
    {"||", 1, ExprKind::or_},     {"&&", 2, ExprKind::and_},
    {"==", 3, ExprKind::equal},   {"!=", 3, ExprKind::not_equal},
    {"<", 4, ExprKind::less},     {"<=", 4, ExprKind::less_equal},
    {">", 4, ExprKind::greater},  {">=", 4, ExprKind::greater_equal},
    {"+", 5, ExprKind::add},      {"-", 5, ExprKind::subtract},
    {"*", 6, ExprKind::multiply}, {"/", 6, ExprKind::divide},
    {"%", 6, ExprKind::modulo},
};

// What people write who think of another language, and what C has for it.
constexpr std::pair<std::string_view, std::string_view> kForeign[] = {
    {"=", "`==` compares; `set` assigns"},
    {"and", "C has `&&`"},
    {"or", "C has `||`"},
    {"not", "C has `!`, and the expression must be quoted"},
    {"&", "`&&` is the logical and"},
    {"|", "`||` is the logical or"},
    {"<>", "C has `!=`"},
    {"->", "name the object itself"},
    {"?", "write an `if` step"},
    {"++", "write a `set` step"},
    {"--", "write a `set` step"},
};

std::string_view foreign_hint(std::string_view word) {
  for (const auto& [foreign, hint] : kForeign)
    if (foreign == word) return hint;
  return "";
}

class Parser {
 public:
  explicit Parser(std::string_view text)
      : text_(text), tokens_(split_tokens(text)) {}

  ParsedExpression run() {
    if (text_.size() > kLongestText) {
      fail({"", 0, 0, Token::Kind::end}, "the expression is too long",
           "split it into several steps");
      return {std::nullopt, std::move(mistakes_)};
    }
    ExprTree tree = expression(0, 0);
    if (mistakes_.empty() && peek().kind != Token::Kind::end) unexpected();
    if (!mistakes_.empty()) return {std::nullopt, std::move(mistakes_)};
    return {std::move(tree), {}};
  }

 private:
  const Token& peek() const { return tokens_[next_]; }
  Token take() {
    const Token token = tokens_[next_];
    if (token.kind != Token::Kind::end) ++next_;
    return token;
  }
  bool take_if(std::string_view sign) {
    if (peek().kind != Token::Kind::sign || peek().text != sign) return false;
    ++next_;
    return true;
  }

  void fail(const Token& at, std::string message, std::string_view hint = "") {
    if (!mistakes_.empty()) return;  // the first one is the true one
    mistakes_.push_back({Mistake::bad_expression, std::move(message),
                         std::string(hint), at.begin, at.end});
  }

  void unexpected() {
    const Token& token = peek();
    if (token.kind == Token::Kind::end) {
      fail(token, text_.empty() ? "an expression is missing"
                                : "the expression ends too early");
      return;
    }
    fail(token, in_quotes(token.text) + " is not expected here",
         foreign_hint(token.text));
  }

  const BinaryOperator* binary_ahead() const {
    if (peek().kind != Token::Kind::sign) return nullptr;
    const auto* it = std::find_if(
        std::begin(kBinary), std::end(kBinary),
        [&](const BinaryOperator& o) { return o.sign == peek().text; });
    return it == std::end(kBinary) ? nullptr : it;
  }

  ExprTree expression(int precedence, int depth) {
    ExprTree left = operand(depth);
    while (mistakes_.empty()) {
      const BinaryOperator* op = binary_ahead();
      if (!op || op->precedence <= precedence) break;
      take();
      ExprTree right = expression(op->precedence, depth + 1);
      ExprTree both;
      both.kind = ExprTree::Kind::binary;
      both.op = op->kind;
      both.begin = left.begin;
      both.end = right.end;
      both.parts.push_back(std::move(left));
      both.parts.push_back(std::move(right));
      left = std::move(both);
    }
    return left;
  }

  ExprTree operand(int depth) {
    ExprTree tree;
    if (depth > kDeepest) {
      fail(peek(), "the expression is nested too deeply");
      return tree;
    }
    const Token token = peek();
    tree.begin = token.begin;
    tree.end = token.end;
    if (take_if("(")) return parenthesis(token, depth);
    if (take_if("!")) return unary(ExprKind::not_, token, depth);
    if (take_if("-")) return unary(ExprKind::negate, token, depth);
    if (take_if("+")) return operand(depth + 1);
    if (token.kind == Token::Kind::number) return number(take());
    if (token.kind == Token::Kind::name && foreign_hint(token.text).empty())
      return name(take(), depth);
    unexpected();
    return tree;
  }

  ExprTree parenthesis(const Token& open, int depth) {
    ExprTree tree = expression(0, depth + 1);
    tree.begin = open.begin;
    tree.end = peek().end;
    if (!take_if(")")) {
      if (peek().kind == Token::Kind::end)
        fail(open, "`(` is not closed");
      else
        unexpected();
    }
    return tree;
  }

  ExprTree unary(ExprKind op, const Token& sign, int depth) {
    ExprTree tree;
    tree.kind = ExprTree::Kind::unary;
    tree.op = op;
    tree.begin = sign.begin;
    tree.parts.push_back(operand(depth + 1));
    tree.end = tree.parts[0].end;
    return tree;
  }

  ExprTree number(const Token& token) {
    ExprTree tree;
    tree.begin = token.begin;
    tree.end = token.end;
    const NumberText value = read_number(token.text);
    if (value.message.empty())
      tree.number = value.number;
    else
      mistakes_.push_back(
          {value.mistake, value.message, value.hint, token.begin, token.end});
    return tree;
  }

  ExprTree name(const Token& token, int depth) {
    ExprTree tree;
    tree.kind = ExprTree::Kind::name;
    tree.name = std::string(token.text);
    tree.begin = token.begin;
    tree.end = token.end;
    if (take_if("(")) {
      tree.kind = ExprTree::Kind::call;
      tree.parts.push_back(expression(0, depth + 1));
      close(tree, ")");
    } else if (take_if("[")) {
      tree.indexed = true;
      tree.parts.push_back(expression(0, depth + 1));
      close(tree, "]");
      if (peek().kind == Token::Kind::name && peek().text[0] == '.') {
        const Token suffix = take();
        tree.suffix = std::string(suffix.text);
        tree.end = suffix.end;
      }
    }
    return tree;
  }

  void close(ExprTree& tree, std::string_view sign) {
    tree.end = peek().end;
    if (!take_if(sign)) unexpected();
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  std::size_t next_ = 0;
  TextMistakes mistakes_;
};

bool is_name_start(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) || c == '_';
}

bool is_name_of(std::string_view text, std::string_view joiners) {
  if (text.empty() || !is_name_start(text[0])) return false;
  if (joiners.find(text.back()) != joiners.npos) return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' ||
           joiners.find(c) != joiners.npos;
  });
}

ParsedExpression not_a_name(std::string_view text) {
  const std::string member = name_of_address(std::string(text));
  return {std::nullopt,
          {{Mistake::bad_name, in_quotes(text) + " is not a name",
            text.find("//") != text.npos || text.find("/*") != text.npos
                ? "a comment begins with `#`"
            : member.empty() ? "names start with a letter or `_`"
                             : "write the name alone: " + member,
            0, text.size()}}};
}

}  // namespace

bool is_name(std::string_view text) { return is_name_of(text, "."); }
bool is_dashed_name(std::string_view text) { return is_name_of(text, ".-"); }

ParsedExpression parse_expression(std::string_view text) {
  return Parser(text).run();
}

ParsedExpression parse_reference(std::string_view text) {
  ExprTree tree;
  tree.kind = ExprTree::Kind::name;
  tree.end = text.size();
  const auto open = text.find('[');
  tree.name = std::string(text.substr(0, open));
  if (!is_dashed_name(tree.name)) return not_a_name(text);
  if (open == text.npos) return {std::move(tree), {}};
  const auto close = text.rfind(']');
  if (close == text.npos || close < open) return not_a_name(text);
  tree.suffix = std::string(text.substr(close + 1));
  if (!tree.suffix.empty() &&
      (tree.suffix[0] != '.' || !is_name(tree.suffix.substr(1))))
    return not_a_name(text);
  ParsedExpression index =
      parse_expression(text.substr(open + 1, close - open - 1));
  for (TextMistake& mistake : index.mistakes) {
    mistake.begin += open + 1;
    mistake.end += open + 1;
  }
  if (!index.tree) return {std::nullopt, std::move(index.mistakes)};
  tree.indexed = true;
  tree.parts.push_back(std::move(*index.tree));
  return {std::move(tree), {}};
}

}  // namespace picket
