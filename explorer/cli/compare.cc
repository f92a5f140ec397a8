// picket compare: which annotation policy would have reported each scenario,
// and whether the report is real.
#include <deque>
#include <iostream>

#include "explorer/check/batch.h"
#include "explorer/cli/commands.h"
#include "explorer/cli/interrupt.h"
#include "explorer/cli/scenario_files.h"
#include "explorer/report/comparison.h"

namespace picket {

int compare_command(CompareArguments& arguments) {
  const ScenarioFiles read =
      read_scenarios(arguments.paths, arguments.parameters, arguments.only);
  if (read.bad) return kBadInput;
  for (const PolicyFacts& f : watching_policies())
    arguments.check.policies.push_back(f.kind);
  const std::atomic<bool>& interrupted = watch_interrupts();
  arguments.check.interrupt = &interrupted;
  std::deque<CheckResult> results;
  check_all(
      read.scenarios, arguments.check, [](const Scenario&) {},
      [&](CheckResult result) {
        results.push_back(std::move(result));
        return !interrupted.load();
      });
  Comparison comparison;
  for (const CheckResult& result : results) comparison.push_back(&result);
  switch (arguments.format) {
    case ComparisonFormat::text:
      write_comparison_text(comparison, arguments.verbose, std::cout);
      break;
    case ComparisonFormat::json:
      write_comparison_json(comparison, std::cout);
      break;
    case ComparisonFormat::html:
      write_comparison_html(comparison, std::cout);
      break;
  }
  return interrupted.load() ? kInterrupted : kAsExpected;
}

}  // namespace picket
