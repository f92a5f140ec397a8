#include "explorer/counterexample/witness.h"

#include "explorer/counterexample/file_name.h"
#include "explorer/counterexample/finding_scenario.h"
#include "explorer/counterexample/finding_words.h"
#include "explorer/counterexample/replay.h"
#include "explorer/counterexample/step_text.h"

namespace picket {
namespace {

std::string one_line(std::string text) {
  for (char& c : text)
    if (c == '\n' || c == '\r') c = ' ';
  return text;
}

}  // namespace

Witness witness_of(const Scenario& s, const Finding& finding) {
  Witness w;
  w.scenario = s.name;
  w.file = s.file;
  w.hash = scenario_hash(s);
  w.parameters = s.parameters;
  w.finding = finding_words(finding);
  if (finding.without.valid()) w.without = s.object(finding.without).name;
  const Scenario of_finding = scenario_of(s, finding);
  const Program program(of_finding);
  const Replay run = replay(program, finding.witness);
  for (const Moment& m : run.moments)
    w.steps.push_back({s.context(m.choice.context).name, m.choice.alternative,
                       line_of(s, m.choice.context, m.step),
                       step_words(s, m.step, m.kind)});
  return w;
}

std::string to_text(const Witness& w) {
  std::string text = "picket-witness " + std::to_string(kWitnessVersion) + "\n";
  text += "scenario: " + w.scenario + "\n";
  text += "file: " + one_line(w.file) + "\n";
  text += "hash: " + w.hash + "\n";
  for (const auto& [name, value] : w.parameters)
    text += "parameter: " + name + " = " + std::to_string(value) + "\n";
  text += "finding: " + w.finding + "\n";
  if (!w.without.empty()) text += "without: " + w.without + "\n";
  text += "steps: " + std::to_string(w.steps.size()) + "\n";
  std::size_t number = 0;
  for (const WitnessStep& step : w.steps)
    text += "  " + std::to_string(++number) + "  " + step.context + "  " +
            std::to_string(step.alternative) + "  " +
            std::to_string(step.line) + "  " + one_line(step.words) + "\n";
  return text + "end\n";
}

std::string witness_file_name(const Scenario& s, const Finding& finding) {
  return file_name(s.name + "." + finding_words(finding)) + ".witness";
}

}  // namespace picket
