// picket_parse FILE..: prints what the reader says of each file; exit status
// 2 if one of them has a mistake. `--list` prints the scenarios' names and
// steps too, `--schema` the JSON Schema.
#include <iostream>

#include "spec/yaml/scenario_reader.h"
#include "spec/yaml/schema.h"

namespace {

void print_scenario(const picket::Scenario& scenario) {
  std::cout << scenario.name << "\n";
  for (const picket::Context& context : scenario.contexts)
    std::cout << "  context " << context.name << "\n";
  for (const picket::Function& function : scenario.functions)
    std::cout << "  function " << function.name << " entry "
              << function.entry.value << "\n";
  for (std::size_t k = 0; k < scenario.steps.size(); ++k) {
    const picket::Step& step = scenario.steps[k];
    std::cout << "  " << k << " " << describe(scenario, step) << " -> "
              << step.next.value;
    if (step.other.valid()) std::cout << " else " << step.other.value;
    for (const picket::StepId branch : step.branches)
      std::cout << " or " << branch.value;
    std::cout << (step.silent ? " silent" : "") << (step.back ? " back" : "")
              << (step.loop_limit ? " limit" : "") << "\n";
  }
}

}  // namespace

int main(int argc, char** argv) {
  bool list = false;
  int status = 0;
  for (int k = 1; k < argc; ++k) {
    const std::string argument = argv[k];
    if (argument == "--schema") {
      std::cout << picket::json_schema() << "\n";
      continue;
    }
    if (argument == "--list") {
      list = true;
      continue;
    }
    const picket::ReadResult result = picket::read_scenario_file(argument, {});
    for (const picket::Diagnostic& d : result.diagnostics) {
      const auto it = result.sources.find(d.file);
      std::cout << render(
          d, it == result.sources.end() ? picket::SourceText{} : it->second);
    }
    if (has_errors(result.diagnostics)) status = 2;
    if (list)
      for (const picket::Scenario& scenario : result.scenarios)
        print_scenario(scenario);
  }
  return status;
}
