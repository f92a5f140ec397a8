// Expressions of a scenario in Promela: both are C over 32-bit integers.
#include <string>

#include "explorer/exchange/promela_text.h"

namespace picket {
namespace {

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
    default: return "";
  }
}

std::string number(std::int32_t value) {
  const std::string text = std::to_string(value);
  return value < 0 ? "(" + text + ")" : text;
}

std::string held(const PromelaText& text, ObjectId lock) {
  const std::string& l = text.name(lock);
  switch (text.scenario.object(lock).type) {
    case ObjectType::rwlock_t:
    case ObjectType::rw_semaphore:
    case ObjectType::percpu_rw_semaphore:
      return "(owner[" + l + "] == me + 1 || reads[READER(" + l + ")] > 0)";
    default: return "(owner[" + l + "] == me + 1)";
  }
}

std::string leaf(PromelaText& text, const PromelaProcess& process,
                 const Expr& e) {
  switch (e.kind) {
    case ExprKind::number: return number(e.value);
    case ExprKind::local: {
      const std::string local = promela_local(process, LocalId(e.value));
      return local.empty() ? "0" : local;
    }
    case ExprKind::variable: return text.name(ObjectId(e.value));
    case ExprKind::signaled:
      return "signaled[" + text.name(ObjectId(e.value)) + "]";
    case ExprKind::published:
      return "published[" + text.name(ObjectId(e.value)) + "]";
    case ExprKind::held: return held(text, ObjectId(e.value));
    case ExprKind::done:
      return "(done_count[" + text.name(ObjectId(e.value)) + "] > 0)";
    default: return "0";
  }
}

// What an object that an expression reads needs of the library.
void require(PromelaText& text, const Expr& e) {
  if (e.kind == ExprKind::done) text.parts.insert(PromelaPart::completion);
  if (e.kind == ExprKind::held) text.parts.insert(PromelaPart::shared);
}

}  // namespace

std::string promela_expression(PromelaText& text, const PromelaProcess& process,
                               ExprId id) {
  const Expr& e = text.scenario.expr(id);
  require(text, e);
  if (!e.left.valid()) return leaf(text, process, e);
  const std::string left = promela_expression(text, process, e.left);
  if (e.kind == ExprKind::not_) return "!(" + left + ")";
  if (e.kind == ExprKind::negate) return "(0 - " + left + ")";
  const std::string right = promela_expression(text, process, e.right);
  // What is divided by zero is zero.
  if (e.kind == ExprKind::divide || e.kind == ExprKind::modulo)
    return "(" + right + " == 0 -> 0 : " + left + sign(e.kind) + right + ")";
  return "(" + left + sign(e.kind) + right + ")";
}

std::string promela_alive(const PromelaText& text, ObjectId id) {
  return text.may_go.contains(id) ? "alive(" + text.place(id) + ");\n" : "";
}

std::string promela_alive(const PromelaText& text, ExprId id) {
  const Expr& e = text.scenario.expr(id);
  switch (e.kind) {
    case ExprKind::number:
    case ExprKind::local: return "";
    case ExprKind::variable:
    case ExprKind::signaled:
    case ExprKind::published:
    case ExprKind::held:
    case ExprKind::done: return promela_alive(text, ObjectId(e.value));
    default: break;
  }
  return promela_alive(text, e.left) +
         (e.right.valid() ? promela_alive(text, e.right) : "");
}

}  // namespace picket
