// The body of a function in Promela: its steps one below the other, each with
// a label where another jumps to it; calls are written out in their place.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "explorer/exchange/promela_text.h"

namespace picket {
namespace {

// An order in which a step follows the one before it where it can.
std::vector<StepId> text_order(const Scenario& s, StepId entry) {
  std::vector<StepId> order, later = {entry};
  std::set<StepId> seen;
  while (!later.empty()) {
    StepId at = later.back();
    later.pop_back();
    while (at.valid() && seen.insert(at).second) {
      order.push_back(at);
      const Step& step = s.step(at);
      for (auto b = step.branches.rbegin(); b != step.branches.rend(); ++b)
        later.push_back(*b);
      if (step.other.valid()) later.push_back(step.other);
      at = step.op == Op::return_ || step.op == Op::choose_ ? StepId{}
                                                            : step.next;
    }
  }
  return order;
}

class Body {
 public:
  Body(PromelaText& text, PromelaProcess& process, FunctionId function)
      : text_(text),
        process_(process),
        order_(
            text_order(text.scenario, text.scenario.function(function).entry)) {
    for (std::size_t i = 0; i < order_.size(); ++i) place_[order_[i]] = i;
  }

  std::string write() {
    std::vector<std::string> written;
    for (std::size_t i = 0; i < order_.size(); ++i)
      written.push_back(write_step(i));
    std::string out;
    for (std::size_t i = 0; i < order_.size(); ++i) {
      if (targets_.contains(order_[i])) out += label(order_[i]) + ":\n";
      // A label stands before a statement.
      out += written[i].empty() ? "skip;\n" : written[i];
    }
    return out;
  }

 private:
  PromelaFrame& frame() { return process_.frames.back(); }

  std::string label(StepId to) {
    return "at_" + std::to_string(number_) + "_" + std::to_string(to.value);
  }

  std::string go_to(StepId to) {
    if (!to.valid()) {
      frame().out_used = true;
      return "goto " + frame().out;
    }
    targets_.insert(to);
    return "goto " + label(to);
  }

  // Where the text goes on by itself, nothing.
  std::string go_on(std::size_t i, StepId to) {
    const bool last = i + 1 == order_.size();
    if (to.valid() ? !last && order_[i + 1] == to : last) return "";
    return go_to(to) + ";\n";
  }

  std::string branch(std::size_t i, const Step& step) {
    const ExprId condition = step.operands[0].expression();
    const std::string alive = promela_alive(text_, condition);
    std::string out =
        "if\n:: " + promela_expression(text_, process_, condition) + " -> " +
        go_to(step.next) + "\n:: else -> " + go_to(step.other) + "\nfi;\n";
    if (step.loop_limit)
      text_.problem(step, "`limits: loops` has no counterpart in Promela");
    if (!alive.empty()) out = "atomic {\n" + indented(alive + out) + "};\n";
    (void)i;
    return out;
  }

  std::string choose(const Step& step) {
    std::string out = "if\n";
    for (const StepId b : step.branches) out += ":: " + go_to(b) + "\n";
    return out + "fi;\n";
  }

  std::string leave(std::size_t i, const Step& step) {
    std::string out;
    const Operand& value = step.operands[0];
    if (value.given() && !frame().value.empty())
      out = frame().value + " = " +
            promela_expression(text_, process_, value.expression()) + ";\n";
    return out + go_on(i, StepId{});
  }

  std::string call(const Step& step) {
    const FunctionId f(step.operands[0].value);
    const std::string local =
        step.into.valid() ? promela_local(process_, step.into) : "";
    if (local.empty()) return promela_function(text_, process_, f, "");
    return "ret = 0;\n" + promela_function(text_, process_, f, "ret") +
           "atomic { " + local + " = ret; ret = 0 };\n";
  }

  std::string when(const Step& step, std::string body, StepId otherwise) {
    if (!step.when.valid() || body.empty()) return body;
    return "if\n:: " + promela_expression(text_, process_, step.when) +
           "\n:: else -> " + go_to(otherwise) + "\nfi;\n" + body;
  }

  std::string write_step(std::size_t i) {
    number_ = frame().number;
    const Step& step = text_.scenario.step(order_[i]);
    switch (step.op) {
      case Op::if_:
      case Op::while_: return when(step, branch(i, step), step.other);
      case Op::choose_: return when(step, choose(step), step.next);
      case Op::return_: return when(step, leave(i, step), step.next);
      case Op::call_:
        return when(step, call(step), step.next) + go_on(i, step.next);
      case Op::break_:
      case Op::continue_:
      case Op::goto_:
      case Op::repeat_: return go_on(i, step.next);
      default: break;
    }
    return promela_step(text_, process_, step) + go_on(i, step.next);
  }

  PromelaText& text_;
  PromelaProcess& process_;
  std::vector<StepId> order_;
  std::map<StepId, std::size_t> place_;
  std::set<StepId> targets_;
  int number_ = 0;
};

std::set<LocalId> assigned(const Scenario& s, FunctionId function) {
  std::set<LocalId> out;
  for (const Step& step : s.steps)
    if (step.function == function && step.into.valid()) out.insert(step.into);
  return out;
}

// The variables of an activation: what it assigns and no activation around it
// does.
PromelaFrame frame_of(PromelaText& text, PromelaProcess& process,
                      FunctionId function) {
  PromelaFrame frame;
  frame.function = function;
  frame.number = process.activations++;
  frame.out = "out_" + std::to_string(frame.number);
  for (const LocalId l : assigned(text.scenario, function)) {
    if (!promela_local(process, l).empty()) continue;
    const std::string name = text.names.fresh(text.scenario.locals[l.index()]);
    frame.locals[l] = name;
    process.declarations.push_back("int " + name);
  }
  return frame;
}

bool is_running(const PromelaProcess& process, FunctionId function) {
  for (const PromelaFrame& f : process.frames)
    if (f.function == function) return true;
  return false;
}

}  // namespace

std::string promela_local(const PromelaProcess& process, LocalId name) {
  for (const PromelaFrame& f : process.frames) {
    const auto at = f.locals.find(name);
    if (at != f.locals.end()) return at->second;
  }
  return "";
}

std::string promela_function(PromelaText& text, PromelaProcess& process,
                             FunctionId function, const std::string& value) {
  if (!text.scenario.function(function).entry.valid()) return "";
  // A function inside of itself: written out once, it ends the schedule there.
  if (is_running(process, function)) return "misuse(too_deep);\n";
  process.frames.push_back(frame_of(text, process, function));
  process.frames.back().value = value;
  std::string out = Body(text, process, function).write();
  const PromelaFrame frame = process.frames.back();
  process.frames.pop_back();
  if (frame.out_used) out += frame.out + ":\nskip;\n";
  std::string clear;
  for (const auto& [local, name] : frame.locals)
    clear += (clear.empty() ? "" : "; ") + name + " = 0";
  if (!clear.empty()) out += "atomic { " + clear + " };\n";
  return out;
}

}  // namespace picket
