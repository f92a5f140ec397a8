// picket export: a scenario as a model for another checker, on standard output;
// what the model cannot say, with its place, on standard error.
#include <iostream>

#include "explorer/cli/commands.h"
#include "explorer/cli/output.h"
#include "explorer/cli/scenario_files.h"
#include "explorer/exchange/promela.h"

namespace picket {
namespace {

struct Wanted {
  std::string file;
  std::string variant;  // "": the first of the file
};

Wanted wanted(const std::string& argument) {
  const auto hash = argument.rfind('#');
  if (hash == std::string::npos) return {argument, ""};
  return {argument.substr(0, hash), argument.substr(hash + 1)};
}

// By its whole name, or that of the variant alone.
const Scenario* find(const ScenarioFiles& read, const std::string& variant) {
  for (const Scenario* s : read.scenarios)
    if (variant.empty() || s->name == variant ||
        s->name.ends_with("/" + variant))
      return s;
  return nullptr;
}

void tell(const PromelaProblem& problem, const char* kind) {
  std::cerr << problem.file << ":" << problem.span.line << ":"
            << problem.span.column << ": " << kind << problem.text << "\n";
}

}  // namespace

int export_command(const ExportArguments& arguments) {
  const Wanted want = wanted(arguments.scenario);
  const ScenarioFiles read =
      read_scenarios({want.file}, arguments.parameters, "");
  if (read.bad) return kBadInput;
  const Scenario* scenario = find(read, want.variant);
  if (scenario == nullptr)
    return complain(want.file + ": there is no variant " + want.variant);
  const PromelaModel model = promela_model(*scenario);
  for (const PromelaProblem& p : model.problems) tell(p, "error: ");
  if (!model.problems.empty())
    return complain(scenario->name + " cannot be exported");
  for (const PromelaProblem& p : model.notes) tell(p, "note: ");
  std::cout << model.text;
  return kAsExpected;
}

}  // namespace picket
