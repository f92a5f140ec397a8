// Waits for every item of a workqueue, and for readers: what is waited for is
// written out, since the text of the scenario says what it can be.
#include <algorithm>
#include <string>

#include "explorer/exchange/promela_text.h"

namespace picket {
namespace {

std::string arrive(const std::string& queue) {
  return "alive(" + queue + ");\nmight_sleep();\ncheck_flush_dependency(" +
         queue + ");\n";
}

std::string flush(const PromelaText& text, ObjectId id) {
  const std::string& queue = text.name(id);
  std::string marks, none = "true";
  for (const ObjectId work : promela_items(text, id)) {
    marks += "await_item(" + queue + ", " + text.name(work) + ");\n";
    none += " && !AWAITS(" + text.name(work) + ")";
  }
  return promela_atomic(arrive(queue) + marks) + "atomic { gone[" + queue +
         "] || (" + none + "); alive(" + queue + ") };\n";
}

// While it is drained only its own items may queue more.
std::string drain(const PromelaText& text, ObjectId id, bool destroys) {
  const std::string& queue = text.name(id);
  std::string empty = "true";
  for (const ObjectId work : promela_items(text, id))
    empty += " && on_queue[" + text.name(work) + "] != " + queue +
             " + 1 && executing[" + text.name(work) + "] != " + queue + " + 1";
  return promela_atomic(arrive(queue) + "draining[" + queue + "]++;\n") +
         promela_atomic("gone[" + queue + "] || (" + empty + ");\nalive(" +
                        queue + ");\ndraining[" + queue + "]--;\n" +
                        (destroys ? "gone[" + queue + "] = 1;\n" : ""));
}

std::string grace_period(const PromelaText& text, const std::string& domain) {
  std::string none = "true";
  for (std::size_t c = 0; c < text.scenario.contexts.size(); ++c)
    none += " && !AWAITED(" + domain + ", " + std::to_string(c) + ")";
  return promela_atomic("might_sleep();\ngrace_period_begins(" + domain +
                        ");\n") +
         "atomic { (" + none + ") };\n";
}

// What turns preemption off is a reader too.
bool turns_preemption_off(const Scenario& s) {
  return std::any_of(s.steps.begin(), s.steps.end(), [](const Step& step) {
    const OpGroup group = group_of(step.op);
    return group == OpGroup::spin || group == OpGroup::rwlock ||
           (group == OpGroup::context && step.op != Op::might_sleep);
  });
}

}  // namespace

std::vector<ObjectId> promela_items(const PromelaText& text, ObjectId queue) {
  std::vector<ObjectId> items;
  for (const Step& step : text.scenario.steps) {
    const bool named = step.op == Op::queue_work ||
                       step.op == Op::queue_delayed_work ||
                       step.op == Op::mod_delayed_work;
    if (named && step.operands[0].object() == queue)
      items.push_back(step.operands[1].object());
    if (step.op == Op::schedule_work && text.name(queue) == text.system_queue())
      items.push_back(step.operands[0].object());
  }
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
  return items;
}

std::optional<PromelaStatements> promela_deferred(PromelaText& text,
                                                  const Step& step) {
  const Operand& first = step.operands[0];
  switch (step.op) {
    case Op::flush_workqueue:
      text.parts.insert(PromelaPart::work);
      return PromelaStatements{flush(text, first.object()), false, false};
    case Op::drain_workqueue:
    case Op::destroy_workqueue:
      text.parts.insert(PromelaPart::work);
      return PromelaStatements{
          drain(text, first.object(), step.op == Op::destroy_workqueue), false,
          false};
    case Op::synchronize_rcu:
      text.parts.insert(PromelaPart::rcu);
      if (turns_preemption_off(text.scenario))
        text.problem(step,
                     "a grace period beside sections with preemption or "
                     "interrupts off cannot be exported yet");
      return PromelaStatements{grace_period(text, "OBJECTS"), false, false};
    case Op::synchronize_srcu:
      text.parts.insert(PromelaPart::rcu);
      return PromelaStatements{
          "atomic { alive(" + text.name(first.object()) + ") };\n" +
              grace_period(text, text.name(first.object())),
          false, false};
    default: return {};
  }
}

}  // namespace picket
