// Scenarios read from a text, for tests of the reader.
#pragma once

#include <string>
#include <vector>

#include "spec/yaml/scenario_reader.h"

namespace picket::test {

inline ReadResult read(const std::string& text) {
  return read_scenario_text("test.yaml", text, {});
}

// "code line:column" of every diagnostic, one after another.
inline std::string codes(const ReadResult& result) {
  std::string out;
  for (const Diagnostic& d : result.diagnostics)
    out += (out.empty() ? "" : ", ") + d.code + " " +
           std::to_string(d.span.line) + ":" + std::to_string(d.span.column);
  return out;
}

inline std::string codes(const std::string& text) { return codes(read(text)); }

// The first scenario; an empty one after a mistake.
inline Scenario first(const std::string& text) {
  ReadResult result = read(text);
  return result.scenarios.empty() ? Scenario{} : result.scenarios[0];
}

// Threads and objects around the steps of one thread `t`.
inline Scenario with_steps(const std::string& steps,
                           const std::string& sections = "") {
  return first("scenario: s\n" + sections + "threads:\n  t: " + steps + "\n");
}

// Steps as "0 mutex_lock(m) -> 1", with their flags.
inline std::string listing(const Scenario& scenario) {
  std::string out;
  const auto id = [](StepId step) {
    return step.valid() ? std::to_string(step.value) : std::string("end");
  };
  for (std::size_t k = 0; k < scenario.steps.size(); ++k) {
    const Step& step = scenario.steps[k];
    out += std::to_string(k) + " " + describe(scenario, step);
    if (step.when.valid()) out += " when " + describe(scenario, step.when);
    if (step.branches.empty()) out += " -> " + id(step.next);
    if (step.op == Op::if_ || step.op == Op::while_)
      out += " else " + id(step.other);
    for (const StepId branch : step.branches) out += " or " + id(branch);
    if (step.silent) out += " silent";
    if (step.back) out += " back";
    if (step.loop_limit) out += " limit";
    if (!step.label.empty()) out += " label " + step.label;
    out += "\n";
  }
  return out;
}

}  // namespace picket::test
