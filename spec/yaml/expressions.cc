#include "spec/yaml/expressions.h"

#include "spec/yaml/arithmetic.h"
#include "spec/yaml/constants.h"
#include "spec/yaml/error_numbers.h"
#include "spec/yaml/references.h"

namespace picket {
namespace {

struct StateTest {
  std::string_view name;
  ExprKind kind;
  std::string_view argument;  // kind of object
};

constexpr StateTest kStateTests[] = {
    {"signaled", ExprKind::signaled, "fence"},
    {"published", ExprKind::published, "fence"},
    {"held", ExprKind::held, "lock"},
    {"done", ExprKind::done, "completion"},
};

// Enters one tree; a value that is known stays out of the table until some
// parent needs it there.
class Entering {
 public:
  Entering(Reading& reading, const Node& at, Locals locals)
      : reading_(reading), at_(at), locals_(locals) {}

  ExprId run(const ExprTree& tree) {
    const Part part = enter(tree);
    return failed_ ? ExprId{} : stored(part, tree);
  }

 private:
  struct Part {
    bool constant = false;
    std::int64_t value = 0;
    ExprId id;
  };

  Part failed() {
    failed_ = true;
    return {};
  }

  SourceSpan span(const ExprTree& tree) const {
    return place_in(at_, tree.begin, tree.end).span;
  }

  ExprId store(Expr expr, const ExprTree& tree) {
    expr.span = span(tree);
    auto& table = reading_.scenario.expressions;
    table.push_back(expr);
    return ExprId(table.size() - 1);
  }

  ExprId stored(const Part& part, const ExprTree& tree) {
    if (!part.constant) return part.id;
    if (!fits_32_bits(part.value)) {
      add_arithmetic_mistake(reading_, tree, at_, false);
      failed_ = true;
      return {};
    }
    Expr number;
    number.value = static_cast<std::int32_t>(part.value);
    return store(number, tree);
  }

  Part enter(const ExprTree& tree) {
    switch (tree.kind) {
      case ExprTree::Kind::number: return {true, tree.number, {}};
      case ExprTree::Kind::name: return name(tree);
      case ExprTree::Kind::call: return call(tree);
      case ExprTree::Kind::unary:
      case ExprTree::Kind::binary: return operation(tree);
    }
    return failed();
  }

  Part name(const ExprTree& tree) {
    if (!tree.indexed) {
      if (const auto value = constant_named(reading_, tree.name))
        return {true, *value, {}};
      if (tree.name == "true") return {true, 1, {}};
      if (tree.name == "false") return {true, 0, {}};
      if (!reading_.objects.count(tree.name)) return local(tree);
    }
    const auto id =
        resolve(reading_, wanted_object(reading_, "var"), tree, at_);
    if (!id) return failed();
    const ObjectId object(*id);
    if (!is_variable(object, tree)) return failed();
    Expr expr;
    expr.kind = ExprKind::variable;
    expr.value = *id;
    expr.shared = true;
    return {false, 0, store(expr, tree)};
  }

  // An object that is not a variable has tests of its own.
  bool is_variable(ObjectId id, const ExprTree& tree) {
    const Object& object = reading_.scenario.object(id);
    if (type_fits(object.type, "var") || reading_.untyped.count(id))
      return true;
    std::string hint;
    for (const StateTest& test : kStateTests)
      if (hint.empty() && type_fits(object.type, test.argument))
        hint = "write " + std::string(test.name) + "(" + tree.name + ")";
    reading_.mistakes.add(
        Mistake::wrong_object_type, place_in(at_, tree.begin, tree.end),
        in_quotes(object.family) + " is a " +
            std::string(facts(object.type).name) + " and has no value",
        hint);
    return false;
  }

  Part local(const ExprTree& tree) {
    if (!reading_.local_names.count(tree.name)) return unknown(tree);
    if (locals_ == Locals::none) {
      reading_.mistakes.add(
          Mistake::unassigned_local, place_in(at_, tree.begin, tree.end),
          in_quotes(tree.name) + " is a local variable, which nobody has here",
          "use an `int` object");
      return failed();
    }
    Expr expr;
    expr.kind = ExprKind::local;
    expr.value = intern_local(reading_, tree.name).value;
    return {false, 0, store(expr, tree)};
  }

  Part unknown(const ExprTree& tree) {
    std::vector<std::string> known = names_of(reading_.objects);
    for (const auto& [name, value] : reading_.constants) known.push_back(name);
    known.insert(known.end(), reading_.local_names.begin(),
                 reading_.local_names.end());
    for (std::string& name : error_names()) known.push_back(std::move(name));
    std::string kind;
    if (reading_.threads.count(tree.name)) kind = "a thread";
    if (reading_.functions.count(tree.name)) kind = "a function";
    const Place place = place_in(at_, tree.begin, tree.end);
    if (!kind.empty())
      reading_.mistakes.add(
          Mistake::wrong_object_type, place,
          in_quotes(tree.name) + " is " + kind + " and has no value");
    else
      reading_.mistakes.add(
          Mistake::unknown_name, place,
          "there is no variable or parameter " + in_quotes(tree.name),
          did_you_mean(tree.name, known,
                       "declare it under `objects` as int, or assign it with "
                       "`into`"));
    return failed();
  }

  Part call(const ExprTree& tree) {
    for (const StateTest& test : kStateTests)
      if (test.name == tree.name) return state_test(test, tree);
    std::vector<std::string> known;
    for (const StateTest& test : kStateTests) known.emplace_back(test.name);
    reading_.mistakes.add(
        Mistake::bad_expression,
        place_in(at_, tree.begin, tree.begin + tree.name.size()),
        in_quotes(tree.name + "()") + " cannot be used in an expression",
        operation_named(tree.name)
            ? "make it a step of its own with `into`"
            : did_you_mean(tree.name, known,
                           "there are signaled(f), published(f), held(m) and "
                           "done(c)"));
    return failed();
  }

  Part state_test(const StateTest& test, const ExprTree& tree) {
    const ExprTree& argument = tree.parts[0];
    const Place place = place_in(at_, argument.begin, argument.end);
    if (argument.kind != ExprTree::Kind::name) {
      reading_.mistakes.add(Mistake::bad_expression, place,
                            in_quotes(tree.name + "()") +
                                " takes the name of " +
                                kind_phrase(test.argument));
      return failed();
    }
    const auto id = resolve(reading_, wanted_object(reading_, test.argument),
                            argument, at_);
    if (!id || !expect_kind(reading_, ObjectId(*id), test.argument, place))
      return failed();
    Expr expr;
    expr.kind = test.kind;
    expr.value = *id;
    expr.shared = true;
    return {false, 0, store(expr, tree)};
  }

  Part operation(const ExprTree& tree) {
    const Part left = enter(tree.parts[0]);
    const bool binary = tree.kind == ExprTree::Kind::binary;
    // A constant left side of && and || can decide alone.
    if (binary && left.constant && decides(tree.op, left.value))
      return {true, tree.op == ExprKind::or_, {}};
    const Part right = binary ? enter(tree.parts[1]) : Part{true, 0, {}};
    if (failed_) return {};
    if (left.constant && right.constant) return folded(tree, left, right);
    Expr expr;
    expr.kind = tree.op;
    expr.left = stored(left, tree.parts[0]);
    if (binary) expr.right = stored(right, tree.parts[1]);
    if (failed_) return {};
    expr.shared = shared(expr.left) || shared(expr.right);
    return {false, 0, store(expr, tree)};
  }

  static bool decides(ExprKind op, std::int64_t left) {
    return (op == ExprKind::and_ && left == 0) ||
           (op == ExprKind::or_ && left != 0);
  }

  Part folded(const ExprTree& tree, const Part& left, const Part& right) {
    const Computed computed = compute(tree.op, left.value, right.value);
    if (computed.trouble == Computed::Trouble::none)
      return {true, computed.value, {}};
    add_arithmetic_mistake(
        reading_, tree, at_,
        computed.trouble == Computed::Trouble::division_by_zero);
    return failed();
  }

  bool shared(ExprId id) const { return reads_shared(reading_.scenario, id); }

  Reading& reading_;
  const Node& at_;
  Locals locals_;
  bool failed_ = false;
};

void collect_locals(const Scenario& scenario, ExprId id,
                    std::vector<LocalRead>& out) {
  if (!id.valid()) return;
  const Expr& expr = scenario.expr(id);
  if (expr.kind == ExprKind::local)
    out.push_back({LocalId(expr.value), expr.span});
  collect_locals(scenario, expr.left, out);
  collect_locals(scenario, expr.right, out);
}

}  // namespace

ExprId read_expression(Reading& reading, const Node& node,
                       const std::string& what, Locals locals) {
  if (!node.is_scalar()) {
    reading.mistakes.add(Mistake::wrong_type, place_of(node),
                         what + " must be an expression, not " + what_is(node),
                         node.is_map() || node.is_sequence()
                             ? "quote an expression that starts with { or ["
                             : "");
    return {};
  }
  const ParsedExpression parsed = parse_expression(node.text);
  add_text_mistakes(reading, node, parsed.mistakes);
  if (!parsed.tree) return {};
  return Entering(reading, node, locals).run(*parsed.tree);
}

std::vector<LocalRead> locals_read(const Scenario& scenario, const Step& step) {
  std::vector<LocalRead> out;
  collect_locals(scenario, step.when, out);
  for (const Operand& operand : step.operands) {
    if (operand.kind == Operand::Kind::expression)
      collect_locals(scenario, operand.expression(), out);
    if (operand.kind != Operand::Kind::assignments) continue;
    for (const Assignment& a :
         scenario.assignment_lists[static_cast<std::size_t>(operand.value)])
      collect_locals(scenario, a.value, out);
  }
  return out;
}

bool reads_shared(const Scenario& scenario, ExprId expr) {
  return expr.valid() && scenario.expr(expr).shared;
}

}  // namespace picket
