// Steps and expressions as text, close to how the file writes them.
#include <utility>

#include "spec/model/error_text.h"
#include "spec/model/scenario.h"

namespace picket {
namespace {

// C's precedence; higher binds tighter.
int precedence(ExprKind kind) {
  switch (kind) {
    case ExprKind::or_: return 1;
    case ExprKind::and_: return 2;
    case ExprKind::equal:
    case ExprKind::not_equal: return 3;
    case ExprKind::less:
    case ExprKind::less_equal:
    case ExprKind::greater:
    case ExprKind::greater_equal: return 4;
    case ExprKind::add:
    case ExprKind::subtract: return 5;
    case ExprKind::multiply:
    case ExprKind::divide:
    case ExprKind::modulo: return 6;
    case ExprKind::not_:
    case ExprKind::negate: return 7;
    case ExprKind::number:
    case ExprKind::local:
    case ExprKind::variable:
    case ExprKind::signaled:
    case ExprKind::published:
    case ExprKind::held:
    case ExprKind::done: return 8;
  }
  return 8;
}

const char* sign(ExprKind kind) {
  switch (kind) {
    case ExprKind::add: return " + ";
    case ExprKind::subtract: return " - ";
    case ExprKind::multiply: return " * ";
    case ExprKind::divide: return " / ";
    case ExprKind::modulo: return " % ";
    case ExprKind::equal: return " == ";
    case ExprKind::not_equal: return " != ";
    case ExprKind::less: return " < ";
    case ExprKind::less_equal: return " <= ";
    case ExprKind::greater: return " > ";
    case ExprKind::greater_equal: return " >= ";
    case ExprKind::and_: return " && ";
    case ExprKind::or_: return " || ";
    case ExprKind::number:
    case ExprKind::local:
    case ExprKind::variable:
    case ExprKind::signaled:
    case ExprKind::published:
    case ExprKind::held:
    case ExprKind::done:
    case ExprKind::not_:
    case ExprKind::negate: break;
  }
  return "";
}

std::string text_of(const Scenario& s, ExprId id, int outer);

std::string of_object(const Scenario& s, const char* what, const Expr& e) {
  return std::string(what) + "(" + s.object(ObjectId(e.value)).name + ")";
}

std::string bare(const Scenario& s, const Expr& e) {
  switch (e.kind) {
    case ExprKind::number: return error_text(e.value);
    case ExprKind::local: return s.locals[static_cast<std::size_t>(e.value)];
    case ExprKind::variable: return s.object(ObjectId(e.value)).name;
    case ExprKind::signaled: return of_object(s, "signaled", e);
    case ExprKind::published: return of_object(s, "published", e);
    case ExprKind::held: return of_object(s, "held", e);
    case ExprKind::done: return of_object(s, "done", e);
    case ExprKind::not_: return "!" + text_of(s, e.left, 7);
    case ExprKind::negate: break;
    default: {
      const int mine = precedence(e.kind);
      return text_of(s, e.left, mine) + sign(e.kind) +
             text_of(s, e.right, mine + 1);
    }
  }
  const Expr& inner = s.expr(e.left);
  if (inner.kind == ExprKind::number && inner.value > 0)
    return error_text(-inner.value);
  return "-" + text_of(s, e.left, 7);
}

std::string text_of(const Scenario& s, ExprId id, int outer) {
  const Expr& e = s.expr(id);
  const std::string text = bare(s, e);
  return precedence(e.kind) < outer ? "(" + text + ")" : text;
}

void append(std::string& list, const std::string& item) {
  list += (list.empty() ? "" : ", ") + item;
}

std::string list_text(const Scenario& s, const Operand& o) {
  std::string text;
  for (ObjectId id : s.object_lists[static_cast<std::size_t>(o.value)])
    append(text, s.object(id).name);
  return "[" + text + "]";
}

std::string assignments_text(const Scenario& s, const Operand& o) {
  std::string text;
  for (const Assignment& a :
       s.assignment_lists[static_cast<std::size_t>(o.value)])
    append(text, s.object(a.variable).name + " = " + describe(s, a.value));
  return text;
}

std::string operand_text(const Scenario& s, const Operand& o) {
  const auto index = static_cast<std::size_t>(o.value);
  switch (o.kind) {
    case Operand::Kind::none: return "";
    case Operand::Kind::object: return s.object(o.object()).name;
    case Operand::Kind::objects: return list_text(s, o);
    case Operand::Kind::number: return error_text(o.value);
    case Operand::Kind::expression: return describe(s, o.expression());
    case Operand::Kind::function: return s.functions[index].name;
    case Operand::Kind::context: return s.contexts[index].name;
    case Operand::Kind::klass: return s.classes[index];
    case Operand::Kind::word: return s.words[index];
    case Operand::Kind::assignments: return assignments_text(s, o);
  }
  return "";
}

// "WAIT_FOR_SUBMIT | WAIT_AVAILABLE".
std::string flags_text(std::int32_t bits) {
  std::string text;
  for (const auto& [bit, name] : {std::pair{kWaitAll, "WAIT_ALL"},
                                  std::pair{kWaitForSubmit, "WAIT_FOR_SUBMIT"},
                                  std::pair{kWaitAvailable, "WAIT_AVAILABLE"}})
    if (bits & bit) text += (text.empty() ? "" : " | ") + std::string(name);
  return text;
}

// Flags by name alone, other optional numbers as name=value.
std::string argument_text(const Scenario& s, const Parameter& p,
                          const Operand& o) {
  if (p.kind == "wait_flags") return flags_text(o.value);
  if (p.kind == "bool") return o.value != 0 ? p.name : "";
  const std::string text = operand_text(s, o);
  const bool number = p.kind == "int" || p.kind == "expr";
  return number && !p.required ? p.name + "=" + text : text;
}

}  // namespace

std::string describe(const Scenario& s, ExprId expr) {
  return text_of(s, expr, 0);
}

std::string describe(const Scenario& s, const Step& step) {
  const OperationFacts& op = facts(step.op);
  if (step.op == Op::return_ && step.operands[0].given())
    return "return " + operand_text(s, step.operands[0]);
  std::string arguments;
  for (std::size_t i = 0; i < op.parameters.size() && i < kMaxOperands; ++i) {
    if (!step.operands[i].given()) continue;
    const std::string text =
        argument_text(s, op.parameters[i], step.operands[i]);
    if (!text.empty()) append(arguments, text);
  }
  std::string text(op.name);
  return arguments.empty() ? text : text + "(" + arguments + ")";
}

}  // namespace picket
