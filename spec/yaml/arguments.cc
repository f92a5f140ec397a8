#include "spec/yaml/arguments.h"

#include <algorithm>
#include <limits>

#include "spec/base/contract.h"
#include "spec/yaml/c_code.h"
#include "spec/yaml/constants.h"
#include "spec/yaml/expressions.h"
#include "spec/yaml/keys.h"
#include "spec/yaml/lock_classes.h"
#include "spec/yaml/references.h"

namespace picket {
namespace {

Operand operand(Operand::Kind kind, std::int32_t value) {
  // An invalid id stays out; its mistake is reported.
  if (value < 0 && kind != Operand::Kind::number) return {};
  return {kind, value};
}

struct Bounds {
  std::string_view parameter;
  std::int32_t least, most;
};

// What the kernel's own functions accept.
constexpr Bounds kBounds[] = {
    {"subclass", 0, 7},    // MAX_LOCKDEP_SUBCLASSES
    {"error", -4095, -1},  // MAX_ERRNO
    {"timeout", 0, std::numeric_limits<std::int32_t>::max()},
    {"nr", 0, std::numeric_limits<std::int32_t>::max()},
    {"n", 0, std::numeric_limits<std::int32_t>::max()},
};

bool in_bounds(Reading& reading, const Parameter& p, std::int32_t value,
               const Node& node) {
  for (const Bounds& b : kBounds) {
    if (b.parameter != p.name || (value >= b.least && value <= b.most))
      continue;
    const std::string range = b.most == std::numeric_limits<std::int32_t>::max()
                                  ? "at least " + std::to_string(b.least)
                                  : "between " + std::to_string(b.least) +
                                        " and " + std::to_string(b.most);
    reading.mistakes.add(Mistake::bad_value, place_of(node),
                         in_quotes(p.name) + " must be " + range);
    return false;
  }
  return true;
}

Operand number_operand(Reading& reading, const Parameter& p, const Node& node,
                       const std::string& what) {
  const auto value = read_constant(reading, node, what);
  if (!value || !in_bounds(reading, p, *value, node)) return {};
  return operand(Operand::Kind::number, *value);
}

Operand expression_operand(Reading& reading, const Parameter& p,
                           const Node& node, const std::string& what) {
  const ExprId id = read_expression(reading, node, what);
  if (!id.valid()) return {};
  const Expr& expr = reading.scenario.expr(id);
  if (expr.kind == ExprKind::number && !in_bounds(reading, p, expr.value, node))
    return {};
  return operand(Operand::Kind::expression, id.value);
}

Operand assignments_operand(Reading& reading, const Node& node) {
  if (node.is_scalar()) {
    reading.mistakes.add(Mistake::wrong_type, place_of(node),
                         "`set` must be a mapping, not " + what_is(node),
                         "write set: {x: 1}");
    return {};
  }
  if (!expect_map(reading.mistakes, node, "`set`")) return {};
  std::vector<Assignment> list;
  for (const Entry& entry : node.entries) {
    const ObjectId variable = read_object(reading, *entry.key, "var");
    const ExprId value = read_expression(
        reading, *entry.value, "the value of " + in_quotes(entry.key->text));
    if (variable.valid() && value.valid()) list.push_back({variable, value});
  }
  if (node.entries.empty())
    reading.mistakes.add(Mistake::missing_argument, place_of(node),
                         "`set` sets nothing", "write set: {x: 1}");
  auto& lists = reading.scenario.assignment_lists;
  lists.push_back(std::move(list));
  return operand(Operand::Kind::assignments,
                 static_cast<std::int32_t>(lists.size() - 1));
}

Operand objects_operand(Reading& reading, const Node& node) {
  auto objects = read_objects(reading, node, "fence");
  if (!objects) return {};
  auto& lists = reading.scenario.object_lists;
  lists.push_back(std::move(*objects));
  return operand(Operand::Kind::objects,
                 static_cast<std::int32_t>(lists.size() - 1));
}

// One word or a list of them, as bits.
Operand flags_operand(Reading& reading, const Parameter& p, const Node& node,
                      const std::string& what) {
  const auto& words = words_of_kind(p.kind);
  std::int32_t bits = 0;
  const auto add = [&](const Node& word) {
    if (!expect_word(reading.mistakes, word, words, what)) return;
    const auto at = std::find(words.begin(), words.end(), word.text);
    bits |= 1 << (at - words.begin());
  };
  if (node.is_sequence())
    for (const NodePtr& item : node.items) add(*item);
  else
    add(node);
  return operand(Operand::Kind::number, bits);
}

Operand fence_or_class_operand(Reading& reading, const Node& node) {
  if (node.is_scalar() &&
      !reading.objects.count(node.text.substr(0, node.text.find('['))) &&
      has_class(reading, node.text))
    return operand(Operand::Kind::klass,
                   intern_class(reading, node.text).value);
  return operand(Operand::Kind::object,
                 read_object(reading, node, "classed").value);
}

// `what` names the parameter, or the operation in its short form.
Operand read_operand(Reading& reading, const Parameter& p, const Node& node,
                     const std::string& what) {
  const std::string& kind = p.kind;
  if (kind == "int") return number_operand(reading, p, node, what);
  if (kind == "bool")
    return operand(Operand::Kind::number,
                   read_flag(reading, node, what).value_or(false));
  if (kind == "expr") return expression_operand(reading, p, node, what);
  if (kind == "function")
    return operand(Operand::Kind::function, read_function(reading, node).value);
  if (kind == "thread")
    return operand(Operand::Kind::context, read_thread(reading, node).value);
  if (kind == "class")
    return operand(Operand::Kind::klass, read_class(reading, node).value);
  if (kind == "wait_flags") return flags_operand(reading, p, node, what);
  if (kind == "fence_or_class") return fence_or_class_operand(reading, node);
  if (kind == "fences") return objects_operand(reading, node);
  if (kind == "assignments") return assignments_operand(reading, node);
  if (const auto& words = words_of_kind(kind); !words.empty()) {
    if (!expect_word(reading.mistakes, node, words, what)) return {};
    return operand(Operand::Kind::word, intern_word(reading, node.text));
  }
  return operand(Operand::Kind::object, read_object(reading, node, kind).value);
}

std::vector<std::string> parameter_names(const OperationFacts& op) {
  std::vector<std::string> names;
  for (const Parameter& p : op.parameters) names.push_back(p.name);
  return names;
}

std::string call_form(const OperationFacts& op) {
  std::string out = "write " + std::string(op.name) + ": ";
  if (op.parameters.size() == 1)
    return out + "X, where X is " + kind_phrase(op.parameters[0].kind);
  out += "{";
  for (std::size_t k = 0; k < op.parameters.size(); ++k)
    out += (k ? ", " : "") + op.parameters[k].name + ": ..";
  return out + "}";
}

void check_required(Reading& reading, const OperationFacts& op, const Node& key,
                    const std::vector<bool>& given) {
  for (std::size_t k = 0; k < op.parameters.size(); ++k)
    if (op.parameters[k].required && !given[k])
      reading.mistakes.add(Mistake::missing_argument, place_of(key),
                           in_quotes(op.name) + " needs the argument " +
                               in_quotes(op.parameters[k].name),
                           call_form(op));
}

void read_named(Reading& reading, const OperationFacts& op, const Entry& entry,
                Step& step) {
  std::vector<bool> given(op.parameters.size());
  for (const Entry& argument : entry.value->entries) {
    const std::string& name = argument.key->text;
    const auto it =
        std::find_if(op.parameters.begin(), op.parameters.end(),
                     [&](const Parameter& p) { return p.name == name; });
    if (it == op.parameters.end()) {
      const auto names = parameter_names(op);
      reading.mistakes.add(
          Mistake::unknown_argument, place_of(*argument.key),
          in_quotes(op.name) + " has no argument " + in_quotes(name),
          did_you_mean(name, names, "it has " + one_of(names)));
      continue;
    }
    const auto k = static_cast<std::size_t>(it - op.parameters.begin());
    given[k] = true;
    if (argument.value->is_null() && may_be_nothing(*it)) continue;
    step.operands[k] =
        read_operand(reading, *it, *argument.value, in_quotes(name));
  }
  check_required(reading, op, *entry.key, given);
}

}  // namespace

const std::vector<std::string>& words_of_kind(std::string_view kind) {
  static const std::vector<std::string> none;
  static const std::map<std::string_view, std::vector<std::string>> table = {
      {"gfp",
       {"GFP_KERNEL", "GFP_NOFS", "GFP_NOIO", "GFP_NOWAIT", "GFP_ATOMIC"}},
      {"usage", {"KERNEL", "WRITE", "READ", "BOOKKEEP"}},
      {"task_state",
       {"TASK_RUNNING", "TASK_INTERRUPTIBLE", "TASK_UNINTERRUPTIBLE",
        "TASK_KILLABLE", "TASK_IDLE"}},
      {"wait_flags", {"WAIT_ALL", "WAIT_FOR_SUBMIT", "WAIT_AVAILABLE"}},
      {"algorithm", {"wait-die", "wound-wait"}},
  };
  const auto it = table.find(kind);
  return it == table.end() ? none : it->second;
}

bool may_be_nothing(const Parameter& p) {
  return !p.required && (p.kind == "fence" || p.kind == "ww_acquire_ctx" ||
                         p.kind == "function");
}

void read_arguments(Reading& reading, const Entry& entry, Step& step) {
  const OperationFacts& op = facts(step.op);
  const Node& value = *entry.value;
  PICKET_REQUIRE(op.parameters.size() <= kMaxOperands,
                 "a step has room for its operands");
  if (op.parameters.empty()) {
    if (!value.is_null())
      reading.mistakes.add(Mistake::unexpected_argument, place_of(value),
                           in_quotes(op.name) + " takes no argument");
    return;
  }
  const bool direct = op.parameters[0].kind == "assignments";
  if (value.is_null()) {
    check_required(reading, op, *entry.key,
                   std::vector<bool>(op.parameters.size()));
  } else if (value.is_map() && !direct) {
    read_named(reading, op, entry, step);
  } else if (op.parameters.size() > 1 && value.is_scalar() &&
             split_arguments(value.text).size() > 1) {
    reading.mistakes.add(
        Mistake::missing_argument, place_of(value),
        "several arguments of " + in_quotes(op.name) + " need their names",
        "write " + step_of_call(std::string(op.name) + "(" + value.text + ")"));
  } else {
    step.operands[0] =
        read_operand(reading, op.parameters[0], value, in_quotes(op.name));
    std::vector<bool> given(op.parameters.size());
    given[0] = true;
    check_required(reading, op, *entry.key, given);
  }
}

}  // namespace picket
