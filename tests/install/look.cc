// Uses the C++ API as somebody else would: reads a file, checks it, looks at
// the findings, replays each, reads its witness back.
#include <picket/picket.h>

#include <iostream>
#include <string>

namespace {

// The schedule once more, by way of its witness file.
bool survives_a_file(const picket::Program& program,
                     const picket::Finding& finding) {
  const picket::Witness witness = witness_of(program.scenario, finding);
  const auto again = picket::read_witness("finding.witness", to_text(witness));
  const auto followed = follow(program, again.witness, true);
  return again.mistakes.empty() && followed.differences.empty() &&
         !followed.replay.refused;
}

bool show(const picket::Scenario& scenario, const picket::Finding& finding) {
  std::cout << finding.key() << " in line " << finding.span.line << ": "
            << finding.message << "\n";
  const picket::Program program(scenario);
  const picket::Replay run = replay(program, finding.witness);
  for (const picket::Moment& moment : run.moments)
    std::cout << "  " << scenario.context(moment.choice.context).name << ": "
              << moment_text(scenario, moment) << "\n";
  for (const picket::Stuck& stuck : run.stuck)
    std::cout << "  " << scenario.context(stuck.context).name << " is stuck\n";
  return !run.refused && survives_a_file(program, finding);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string file = argc > 1 ? argv[1] : "";
  const picket::ReadResult read = picket::read_scenario_file(file, {});
  for (const picket::Diagnostic& mistake : read.diagnostics)
    std::cout << render(mistake, source_of(read.sources, mistake.file));
  if (has_errors(read.diagnostics)) return 2;

  bool replayed = true;
  for (const picket::Scenario& scenario : read.scenarios) {
    const picket::CheckResult result = check(scenario, {});
    std::cout << scenario.name << ": " << result.findings.size()
              << " findings, as expected: " << result.as_expected << "\n";
    for (const picket::Finding& finding : result.findings)
      replayed &= show(scenario, finding);
  }
  return replayed ? 0 : 1;
}
