// picket reduce: a smaller scenario with the same finding, to keep.
#include <iostream>

#include "explorer/cli/commands.h"
#include "explorer/cli/interrupt.h"
#include "explorer/cli/output.h"
#include "explorer/cli/scenario_files.h"
#include "explorer/counterexample/whole_file.h"
#include "explorer/reduce/reduce.h"

namespace picket {

int reduce_command(ReduceArguments& arguments) {
  const ScenarioFiles read =
      read_scenarios(arguments.paths, arguments.parameters, arguments.only);
  if (read.bad) return kBadInput;
  // The base of a file, unless another one is asked for.
  const Scenario& scenario = *read.scenarios.front();
  arguments.options.check.interrupt = &watch_interrupts();
  const Reduction out = reduced(scenario, arguments.options);
  if (out.yaml.empty()) {
    complain(scenario.name + " cannot be reduced: " + out.error);
    return out.interrupted ? kInterrupted : kBadInput;
  }
  const std::string text =
      "# Reduced from " + scenario.file + " (" + scenario.name + ").\n" +
      (out.interrupted ? "# Interrupted: it may not be the smallest.\n" : "") +
      out.yaml;
  if (arguments.out.empty()) {
    std::cout << text;
  } else if (const std::string why = write_whole_file(arguments.out, text);
             !why.empty()) {
    return complain(arguments.out + ": " + why);
  }
  std::cerr << "picket: " << out.finding << ": " << out.steps_after << " of "
            << out.steps_before << " steps are left"
            << (out.interrupted ? "; interrupted, more might go\n" : "\n");
  return out.interrupted ? kInterrupted : kAsExpected;
}

}  // namespace picket
