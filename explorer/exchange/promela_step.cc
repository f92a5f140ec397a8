// One step of a function in Promela: operations by the table, data, and what
// stands around them; control is in promela_function.cc.
#include <algorithm>
#include <set>
#include <string>

#include "explorer/exchange/promela_text.h"

namespace picket {
namespace {

struct Row {
  Op op;
  PromelaPart part;
  const char* call;
  bool result;
  bool whole;
};

constexpr bool is_whole(const char* kind) { return kind[0] == 'w'; }

constexpr Row kRows[] = {
#define PROMELA(op, part, call, result, kind) \
  {Op::op, PromelaPart::part, call, result != 0, is_whole(#kind)},
#include "explorer/exchange/promela_operations.def"
#undef PROMELA
};

const Row* row_of(Op op) {
  for (const Row& row : kRows)
    if (row.op == op) return &row;
  return nullptr;
}

std::string operand_text(PromelaText& text, const PromelaProcess& process,
                         const Operand& o) {
  switch (o.kind) {
    case Operand::Kind::object: return text.name(o.object());
    case Operand::Kind::number: return std::to_string(o.value);
    case Operand::Kind::expression:
      return promela_expression(text, process, o.expression());
    case Operand::Kind::context: return std::to_string(o.value);
    case Operand::Kind::function: return std::to_string(o.value + 1);
    case Operand::Kind::klass: return std::to_string(o.value);
    case Operand::Kind::word:
      return text.scenario.words[static_cast<std::size_t>(o.value)];
    default: return "0";
  }
}

std::string filled(PromelaText& text, const PromelaProcess& process,
                   const Step& step, const std::string& call) {
  std::string out;
  for (std::size_t i = 0; i < call.size(); ++i) {
    if (call[i] != '$') {
      out += call[i];
      continue;
    }
    const char which = call[++i];
    if (which == 'S') {
      out += text.system_queue();
    } else if (which == 'T') {
      out += text.scenario.context(process.context).kind == ContextKind::kthread
                 ? "true"
                 : "false";
    } else if (which == 'K') {
      const ObjectId of = step.operands[0].object();
      out += std::to_string(text.scenario.object(of).klass.value);
    } else {
      const Operand& o = step.operands[static_cast<std::size_t>(which - '0')];
      out += operand_text(text, process, o);
    }
  }
  return out;
}

// Every expression is evaluated before anything is written.
std::string assign(PromelaText& text, PromelaProcess& process,
                   const Step& step) {
  const auto& list =
      text.scenario
          .assignment_lists[static_cast<std::size_t>(step.operands[0].value)];
  std::string alive, values, stores, clear;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string variable = text.name(list[i].variable);
    alive += promela_alive(text, list[i].value) +
             promela_alive(text, list[i].variable);
    const std::string value = promela_expression(text, process, list[i].value);
    if (list.size() == 1) {
      stores = variable + " = " + value + ";\n";
      break;
    }
    const std::string kept = text.names.fresh("kept");
    process.declarations.push_back("int " + kept);
    values += kept + " = " + value + ";\n";
    stores += variable + " = " + kept + ";\n";
    clear += kept + " = 0;\n";
  }
  return promela_atomic(alive + values + stores + clear);
}

// A step whose operands must be evaluated for `ret`.
std::string data(PromelaText& text, PromelaProcess& process, const Step& step) {
  const Operand& first = step.operands[0];
  const std::string v =
      first.kind == Operand::Kind::object ? text.name(first.object()) : "";
  const auto value = [&](std::size_t i) {
    return promela_expression(text, process, step.operands[i].expression());
  };
  const std::string alive = first.kind == Operand::Kind::object
                                ? promela_alive(text, first.object())
                                : "";
  switch (step.op) {
    case Op::read_: return promela_atomic(alive + "ret = " + v + ";\n");
    case Op::atomic_inc: return promela_atomic(alive + v + "++;\n");
    case Op::atomic_dec_and_test:
      return promela_atomic(alive + v + "--;\nret = (" + v +
                            " == 0 -> 1 : 0);\n");
    case Op::cmpxchg: {
      const std::string old = value(1);
      return promela_atomic(alive +
                            promela_alive(text, step.operands[1].expression()) +
                            promela_alive(text, step.operands[2].expression()) +
                            "ret = " + v + ";\nif\n:: ret == " + old + " -> " +
                            v + " = " + value(2) + "\n:: else\nfi;\n");
    }
    case Op::assert_:
      return promela_atomic(promela_alive(text, first.expression()) +
                            "if\n:: " + value(0) +
                            "\n:: else -> misuse(assertion)\nfi;\n");
    default: return "";
  }
}

bool is_data(Op op) {
  return op == Op::read_ || op == Op::atomic_inc ||
         op == Op::atomic_dec_and_test || op == Op::cmpxchg ||
         op == Op::assert_;
}

// Which class is the default, and which end belongs to which begin.
std::optional<PromelaStatements> section(PromelaText& text,
                                         const PromelaProcess& process,
                                         const Step& step) {
  const bool begins = step.op == Op::dma_fence_begin_signalling;
  if (!begins && step.op != Op::dma_fence_end_signalling) return {};
  text.parts.insert(PromelaPart::section);
  const Operand& o = step.operands[0];
  if (!begins)
    return PromelaStatements{
        "dma_fence_end_signalling(" +
        (o.given() ? operand_text(text, process, o) : std::string("2")) +
        ");\n"};
  const auto& classes = text.scenario.classes;
  const auto at = std::find(classes.begin(), classes.end(), "dma_fence");
  const auto klass =
      o.given() ? o.value : static_cast<std::int32_t>(at - classes.begin());
  return PromelaStatements{
      "dma_fence_begin_signalling(" + std::to_string(klass) + ");\n", true};
}

PromelaStatements operation(PromelaText& text, PromelaProcess& process,
                            const Step& step) {
  if (step.op == Op::set_) return {assign(text, process, step), false, true};
  if (is_data(step.op))
    return {data(text, process, step),
            step.op != Op::atomic_inc && step.op != Op::assert_, true};
  if (auto of_fence = promela_fence(text, process, step)) return *of_fence;
  if (auto of_resv = promela_resv(text, process, step)) return *of_resv;
  if (auto of_memory = promela_reclaim(text, process, step)) return *of_memory;
  if (auto of_life = promela_lifetime(text, step)) return *of_life;
  if (auto of_wait = promela_deferred(text, step)) return *of_wait;
  if (auto of_ww = promela_ww(text, step)) return *of_ww;
  if (auto of_section = section(text, process, step)) return *of_section;
  if (const Row* row = row_of(step.op)) {
    text.parts.insert(row->part);
    for (const Operand& o : step.operands)
      if (o.kind == Operand::Kind::expression &&
          !promela_alive(text, o.expression()).empty())
        text.problem(step,
                     "a condition on what may be freed cannot be "
                     "exported");
    return {filled(text, process, step, row->call) + ";\n", row->result,
            row->whole};
  }
  text.problem(step, std::string(facts(step.op).name) +
                         " has no counterpart in Promela yet");
  return {};
}

}  // namespace

std::string promela_step(PromelaText& text, PromelaProcess& process,
                         const Step& step) {
  const PromelaStatements written = operation(text, process, step);
  std::string out = written.text;
  if (written.result) {
    const std::string local =
        step.into.valid() ? promela_local(process, step.into) : "";
    out += local.empty() ? "ret = 0;\n"
                         : "atomic { " + local + " = ret; ret = 0 };\n";
  }
  if (!step.when.valid()) return out;
  const std::string when = promela_expression(text, process, step.when);
  const std::string guarded = promela_alive(text, step.when) +
                              "if\n:: " + when + " ->\n" + indented(out) +
                              ":: else\nfi;\n";
  const bool one = text.scenario.expr(step.when).shared && written.whole;
  return one || !promela_alive(text, step.when).empty()
             ? promela_atomic(guarded)
             : guarded;
}

}  // namespace picket
