#include "explorer/reduce/same_bug.h"

#include <algorithm>
#include <set>

#include "explorer/check/contrast.h"
#include "explorer/search/execution.h"

namespace picket {
namespace {

constexpr std::size_t kMostStates = 20'000;

std::string family_of(const std::string& name) {
  return name.substr(0, name.find('['));
}

// "mutex_lock a"
std::string step_text(const Scenario& s, StepId id) {
  if (!id.valid()) return "";
  const Step& step = s.step(id);
  std::string text(facts(step.op).name);
  for (const Operand& o : step.operands)
    if (o.kind == Operand::Kind::object)
      text += " " + family_of(s.object(o.object()).name);
  return text;
}

bool is_finding(const RawFinding& raw, const Finding& finding) {
  return raw.code == finding.code && raw.arguments == finding.arguments;
}

}  // namespace

std::string core_of(const Scenario& s, const Finding& finding) {
  std::set<std::string> parts;
  for (const BlockedContext& b : finding.blocked)
    if (b.root)
      parts.insert(s.context(b.context).name + ": " + step_text(s, b.step));
  if (finding.code == FindingCode::misuse ||
      finding.code == FindingCode::assertion) {
    const Program program(s);
    const Execution run = execute(program, finding.witness);
    if (!run.trace.events.empty()) {
      const Event& last = run.trace.events.back();
      parts.insert(s.context(last.context).name + ": " +
                   step_text(s, last.step));
    }
  }
  std::string text;
  for (const std::string& part : parts) text += part + "\n";
  return text;
}

Passing passing(const Scenario& s, const Finding& finding) {
  if (finding.without.valid() || !finding.has_schedule) return Passing::never;
  const Program program(s);
  const auto found = [&](const Fails& fails) {
    return nearest_passing(program, finding.witness, kMostStates, fails).found;
  };
  if (found({})) return Passing::entirely;
  const auto has = [&](const RawFinding& raw) {
    return is_finding(raw, finding);
  };
  return found(has) ? Passing::otherwise : Passing::never;
}

}  // namespace picket
