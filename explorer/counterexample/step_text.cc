#include "explorer/counterexample/step_text.h"

#include "spec/model/error_text.h"

namespace picket {
namespace {

bool shows_result(const Step& step, const Moment& m) {
  if (!m.happens || facts(step.op).result.empty()) return false;
  // Whether reclaim runs is a choice of an allocation too.
  const bool allocates = group_of(step.op) == OpGroup::memory;
  return step.into.valid() || (m.alternatives > 1 && !allocates);
}

std::string condition_text(const Scenario& s, const Step& step,
                           const Moment& m) {
  const char* word = step.op == Op::if_ ? "if (" : "while (";
  return word + describe(s, step.operands[0].expression()) +
         (m.result != 0 ? "): yes" : "): no");
}

std::string text_without_step(const Scenario& s, const Moment& m) {
  const Context& c = s.context(m.choice.context);
  if (!c.fires) return step_words(s, m.step, m.kind);
  return s.object(c.work).type == ObjectType::store_buffer
             ? "(a store reaches memory)"
             : "(fires)";
}

}  // namespace

std::string step_words(const Scenario& s, StepId step, Moment::Kind kind) {
  switch (kind) {
    case Moment::Kind::starts: return "(starts)";
    case Moment::Kind::ends: return "(ends)";
    case Moment::Kind::step:
    case Moment::Kind::skipped: break;
  }
  return describe(s, s.step(step));
}

std::string moment_text(const Scenario& s, const Moment& m) {
  if (!m.step.valid()) return text_without_step(s, m);
  if (m.enters)
    return s.context(m.choice.context).kind == ContextKind::kthread
               ? "(begins)"
               : "<interrupt>";
  const Step& step = s.step(m.step);
  if (m.kind == Moment::Kind::skipped) return "skipped: " + describe(s, step);
  switch (step.op) {
    case Op::if_:
    case Op::while_: return condition_text(s, step, m);
    case Op::choose_:
      return "choose: branch " + std::to_string(m.choice.alternative + 1);
    default: break;
  }
  std::string text = describe(s, step);
  if (shows_result(step, m)) text += " = " + error_text(m.result);
  return text;
}

int line_of(const Scenario& s, ContextId context, StepId step) {
  if (step.valid()) return s.step(step).span.line;
  const Context& c = s.context(context);
  return c.body.valid() ? s.function(c.body).span.line : c.span.line;
}

}  // namespace picket
