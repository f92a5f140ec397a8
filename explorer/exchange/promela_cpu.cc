// Contexts that share a CPU: what each process is provided with, as a macro of
// its CPU where others need it too; how an interrupt begins and ends.
//
// Follows kernel/sched/core.c, kernel/softirq.c, kernel/time/timer.c and
// include/linux/preempt.h of Linux 6.12. What was armed runs on the CPU where
// that was done, on top of whoever is there. Who may run on any CPU could have
// been moved meanwhile, so there it may as well run elsewhere.
#include <algorithm>
#include <set>
#include <string>

#include "explorer/exchange/promela_text.h"

namespace picket {
namespace {

bool is_interrupt(const Context& c) {
  return c.kind == ContextKind::softirq || c.kind == ContextKind::hardirq;
}

std::string number(std::size_t n) { return std::to_string(n); }

bool comes_as_guest(ObjectType type) {
  return type == ObjectType::timer_list || type == ObjectType::hrtimer ||
         type == ObjectType::irq_work;
}

// May the function wait for ever for what another context does, while it keeps
// that off its CPU?
bool may_spin(const Scenario& s, FunctionId function,
              std::set<FunctionId>& seen) {
  if (!function.valid() || !seen.insert(function).second) return false;
  return std::any_of(s.steps.begin(), s.steps.end(), [&](const Step& step) {
    if (step.function != function) return false;
    if (step.back || step.op == Op::goto_) return true;
    switch (facts(step.op).group) {
      case OpGroup::spin:
      case OpGroup::rwlock:
      case OpGroup::fence:
      case OpGroup::resv: return true;
      default: break;
    }
    return step.op == Op::call_ &&
           may_spin(s, FunctionId(step.operands[0].value), seen);
  });
}

// Does it show where anything that runs later runs?
bool has_guests(const Scenario& s, bool some_are_pinned) {
  return std::any_of(s.objects.begin(), s.objects.end(), [&](const Object& o) {
    std::set<FunctionId> seen;
    return comes_as_guest(o.type) &&
           (some_are_pinned || o.type == ObjectType::irq_work ||
            may_spin(s, o.function, seen));
  });
}

// "&& !(condition)" for each other context of the CPU that is not of `but`.
template <class Condition>
std::string no_other(const PromelaText& text, std::size_t cpu,
                     ContextId context, Condition condition) {
  std::string out;
  for (std::size_t c = 0; c < text.scenario.contexts.size(); ++c) {
    const Context& other = text.scenario.contexts[c];
    if (is_interrupt(other) || text.cpus.of[c] != cpu ||
        ContextId(c) == context)
      continue;
    out += " && !" + condition(number(c));
  }
  return out;
}

std::string hardirq_may(const PromelaText& text, std::size_t cpu) {
  const std::string k = number(cpu);
  return "(!in_hardirq[" + k + "] && !SOFTIRQ_TURNED_IRQS_OFF(" + k + ")" +
         no_other(
             text, cpu, ContextId{},
             [](const std::string& c) { return "irqs_off_of[" + c + "]"; }) +
         ")";
}

std::string softirq_may(const PromelaText& text, std::size_t cpu) {
  const std::string k = number(cpu);
  return "(!in_hardirq[" + k + "] && !in_softirq[" + k + "]" +
         no_other(text, cpu, ContextId{},
                  [](const std::string& c) {
                    return "(irqs_off_of[" + c + "] || bottom_halves_of[" + c +
                           "] > 0)";
                  }) +
         ")";
}

std::string served(const Context& c, const std::string& cpu) {
  return (c.kind == ContextKind::hardirq ? "in_hardirq[" : "in_softirq[") +
         cpu + "]";
}

// Runs where it was set going.
bool is_guest(const PromelaText& text, ContextId context) {
  const ObjectId item = text.scenario.context(context).work;
  return text.cpus.guests && item.valid() &&
         comes_as_guest(text.scenario.object(item).type);
}

}  // namespace

PromelaCpus promela_cpus(const Scenario& s) {
  std::vector<std::int32_t> named;
  for (const Context& c : s.contexts)
    if (c.cpu >= 0) named.push_back(c.cpu);
  std::sort(named.begin(), named.end());
  named.erase(std::unique(named.begin(), named.end()), named.end());
  PromelaCpus cpus;
  cpus.pinned = named.size();
  cpus.guests = has_guests(s, !named.empty());
  cpus.count = cpus.pinned;
  for (const Context& c : s.contexts)
    if (c.cpu < 0 && cpus.guests) ++cpus.count;
  std::size_t next = cpus.pinned;
  for (const Context& c : s.contexts) {
    const auto at = std::find(named.begin(), named.end(), c.cpu);
    cpus.of.push_back(c.cpu >= 0 ? static_cast<std::size_t>(at - named.begin())
                      : cpus.guests ? next++
                                    : cpus.count);
  }
  return cpus;
}

std::string promela_cpu_macros(const PromelaText& text) {
  std::string out;
  for (std::size_t k = 0; k < text.cpus.count; ++k)
    out += "#define HARDIRQ_MAY_" + number(k) + " \\\n  " +
           hardirq_may(text, k) + "\n#define SOFTIRQ_MAY_" + number(k) +
           " \\\n  " + softirq_may(text, k) + "\n";
  return out;
}

std::string promela_provided(const PromelaText& text, ContextId context) {
  const Context& c = text.scenario.context(context);
  if (!text.cpus.has(context)) return "";
  const std::size_t cpu = text.cpus.at(context);
  const std::string k = number(cpu);
  // Of a guest, its beginning says all but that.
  if (is_guest(text, context))
    return c.kind == ContextKind::hardirq ? ""
                                          : " provided (!in_hardirq[cpu_of[" +
                                                number(context.index()) + "]])";
  const std::string goes_on =
      served(c, k) + " == " + number(context.index() + 1);
  switch (c.kind) {
    case ContextKind::hardirq:
      return " provided (" + goes_on + " || HARDIRQ_MAY_" + k + ")";
    case ContextKind::softirq:
      return " provided (" + goes_on + " && !in_hardirq[" + k +
             "] || SOFTIRQ_MAY_" + k + ")";
    case ContextKind::task:
    case ContextKind::kthread: break;
  }
  return " provided (!in_hardirq[" + k + "] && !in_softirq[" + k + "]" +
         no_other(
             text, cpu, context,
             [](const std::string& other) { return "STAYS(" + other + ")"; }) +
         ")";
}

std::string promela_interrupt_begins(const PromelaText& text,
                                     ContextId context) {
  const Context& c = text.scenario.context(context);
  if (!text.cpus.has(context) || !is_interrupt(c)) return "";
  return served(c, number(text.cpus.at(context))) + " = me + 1;\n";
}

std::string promela_interrupt_ends(const PromelaText& text, ContextId context) {
  const Context& c = text.scenario.context(context);
  if (!text.cpus.has(context) || !is_interrupt(c)) return "";
  return served(c, number(text.cpus.at(context))) + " = 0;\n";
}

std::string promela_guest_begins(const PromelaText& text, ContextId context,
                                 const std::string& due) {
  const Context& c = text.scenario.context(context);
  if (!is_guest(text, context)) return "(" + due + ");\n";
  // An irq_work runs nowhere else.
  const bool irq_work =
      text.scenario.object(c.work).type == ObjectType::irq_work;
  const std::string armed =
      (irq_work ? "queued_on[" : "armed_on[") + text.name(c.work) + "]";
  std::string out = "if\n";
  if (!irq_work)
    out +=
        ":: " + due + " && " + armed + " >= " + number(text.cpus.pinned) + "\n";
  const char* may =
      c.kind == ContextKind::hardirq ? "HARDIRQ_MAY_" : "SOFTIRQ_MAY_";
  for (std::size_t k = 0; k < text.cpus.count; ++k)
    if (k != text.cpus.at(context))
      out += ":: " + due + " && " + armed + " == " + number(k + irq_work) +
             " && " + may + number(k) + " -> cpu_of[me] = " + number(k) + "\n";
  return out + "fi;\n" + served(c, "cpu_of[me]") + " = me + 1;\n";
}

std::string promela_guest_ends(const PromelaText& text, ContextId context) {
  if (!is_guest(text, context)) return "";
  const Context& c = text.scenario.context(context);
  return served(c, "cpu_of[me]") +
         " = 0;\ncpu_of[me] = " + number(text.cpus.at(context)) + ";\n";
}

std::string promela_cpu_beginning(const PromelaText& text) {
  if (text.cpus.count == 0) return "";
  std::string out;
  for (std::size_t c = 0; c < text.scenario.contexts.size(); ++c) {
    out += "cpu_of[" + number(c) + "] = " + number(text.cpus.of[c]) + ";\n";
    if (text.scenario.contexts[c].kind == ContextKind::hardirq)
      out += "irqs_off_of[" + number(c) + "] = true;\n";
  }
  return out;
}

}  // namespace picket
