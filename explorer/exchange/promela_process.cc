// A context as a process.
#include <algorithm>
#include <string>

#include "explorer/exchange/promela_text.h"

namespace picket {
namespace {

const char* where(ContextKind kind) {
  switch (kind) {
    case ContextKind::softirq: return "SOFTIRQ";
    case ContextKind::hardirq: return "HARDIRQ";
    case ContextKind::task:
    case ContextKind::kthread: break;
  }
  return "TASK";
}

// Objects on its stack go with it.
std::string unwind(const PromelaText& text, ContextId context) {
  std::string out;
  for (std::size_t i = 0; i < text.scenario.objects.size(); ++i)
    if (text.scenario.objects[i].on_stack_of == context)
      out += "gone[" + text.place(ObjectId(i)) + "] = 2;\n";
  return out;
}

bool is_stopped(const Scenario& s, ContextId context) {
  for (const Step& step : s.steps)
    if (step.op == Op::kthread_stop && step.operands[0].value == context.value)
      return true;
  return false;
}

// One that was stopped before it could begin never begins. A thread that waits
// for nothing has begun already.
std::string stoppable(ContextId context, const std::string& starts,
                      const std::string& body) {
  if (starts.empty()) return body;
  const std::string me = std::to_string(context.value);
  return "if\n:: should_stop[" + me + "] -> exit_value[" + me +
         "] = -4\n:: atomic { !should_stop[" + me + "] && " + starts +
         " -> started[" + me + "] = true };\n" + indented(body) + "fi;\n";
}

// Somebody turns its line off, or looks whether it runs.
bool has_line(const Scenario& s, ContextId context) {
  return std::any_of(s.steps.begin(), s.steps.end(), [&](const Step& step) {
    return (step.op == Op::disable_irq || step.op == Op::enable_irq ||
            step.op == Op::synchronize_irq) &&
           ContextId(step.operands[0].value) == context;
  });
}

std::string thread_body(PromelaText& text, PromelaProcess& process) {
  const Context& c = text.scenario.context(process.context);
  const bool stopped = is_stopped(text.scenario, process.context);
  const std::string me = std::to_string(process.context.value);
  const bool line = has_line(text.scenario, process.context);
  if (line) text.parts.insert(PromelaPart::line);
  std::string starts;
  if (c.starts.valid())
    starts = "(" + promela_expression(text, process, c.starts) + ")";
  std::string out;
  if (stopped) {
    text.parts.insert(PromelaPart::kthread);
    const std::string body =
        promela_function(text, process, c.body, "exit_value[" + me + "]");
    out = stoppable(process.context, starts, body);
  } else {
    std::string enters = promela_interrupt_begins(text, process.context);
    if (line) {
      starts = "line_off[me] == 0" + (starts.empty() ? "" : " && " + starts);
      enters += "handling[me] = true;\n";
    }
    if (c.starts.valid()) out = promela_alive(text, c.starts);
    if (!starts.empty()) out += starts + ";\n";
    if (!enters.empty()) out = promela_atomic(out + enters);
    out += promela_function(text, process, c.body, "");
  }
  std::string end = "nothing_open();\n" + unwind(text, process.context);
  end += promela_interrupt_ends(text, process.context);
  if (line) end += "handling[me] = false;\n";
  if (stopped) end += "ended[" + me + "] = true;\n";
  if (!c.daemon) end += "unfinished--;\nbusy[me] = false;\n";
  return out + promela_atomic(end);
}

bool is_work_item(ObjectType type) {
  return type == ObjectType::work_struct || type == ObjectType::delayed_work;
}

// Runs its function each time it is set going.
std::string runner_body(PromelaText& text, PromelaProcess& process) {
  const Context& c = text.scenario.context(process.context);
  const std::string& name = text.name(c.work);
  const std::string idle = text.names.fresh(
      "end_idle_" + text.names.contexts[process.context.index()]);
  const bool work = is_work_item(text.scenario.object(c.work).type);
  const bool timer =
      !work && text.scenario.object(c.work).type != ObjectType::irq_work;
  text.parts.insert(work    ? PromelaPart::work
                    : timer ? PromelaPart::timer
                            : PromelaPart::irq_work);
  if (c.fires) return idle + ":\ndo\n:: fire(" + name + ")\nod;\n";
  const std::string body = promela_function(text, process, c.body, "");
  if (work)
    return idle + ":\ndo\n:: start_work(" + name + ");\n" +
           indented(body + "end_work(" + name + ");\n") + "od;\n";
  return idle + ":\ndo\n:: " +
         promela_atomic(
             promela_guest_begins(text, process.context,
                                  timer ? "TIMER_DUE(" + name + ")" : "true") +
             (timer ? "timer_begins(" : "irq_work_begins(") + name + ");\n") +
         indented(body +
                  promela_atomic((timer ? "timer_ends(" : "irq_work_ends(") +
                                 name + ");\n" +
                                 promela_guest_ends(text, process.context))) +
         "od;\n";
}

}  // namespace

std::string promela_process(PromelaText& text, ContextId context) {
  const Context& c = text.scenario.context(context);
  PromelaProcess process;
  process.context = context;
  const std::string body =
      c.work.valid() ? runner_body(text, process) : thread_body(text, process);
  std::string head = "CONTEXT(" + std::to_string(context.value) + ", " +
                     where(c.kind) + ");\n";
  for (const std::string& d : process.declarations) head += d + ";\n";
  return "proctype " + text.names.contexts[context.index()] + "()" +
         promela_provided(text, context) + "\n{\n" +
         indented(head + "\n" + body) + "}\n";
}

}  // namespace picket
