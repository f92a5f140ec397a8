// A context as a process.
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
      out += "gone[" + text.names.objects[i] + "] = 2;\n";
  return out;
}

std::string thread_body(PromelaText& text, PromelaProcess& process) {
  const Context& c = text.scenario.context(process.context);
  std::string out;
  if (c.starts.valid())
    out += promela_alive(text, c.starts) + "(" +
           promela_expression(text, process, c.starts) + ");\n";
  out += promela_function(text, process, c.body, "");
  std::string end = "nothing_open();\n" + unwind(text, process.context);
  if (!c.daemon) end += "unfinished--;\n";
  return out + "atomic {\n" + indented(end) + "}\n";
}

}  // namespace

std::string promela_process(PromelaText& text, ContextId context) {
  const Context& c = text.scenario.context(context);
  PromelaProcess process;
  process.context = context;
  const std::string body = thread_body(text, process);
  std::string head = "CONTEXT(" + std::to_string(context.value) + ", " +
                     where(c.kind) + ");\n";
  for (const std::string& d : process.declarations) head += d + ";\n";
  return "proctype " + text.names.contexts[context.index()] + "()\n{\n" +
         indented(head + "\n" + body) + "}\n";
}

}  // namespace picket
