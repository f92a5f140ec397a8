// picket replay: a kept schedule again, on the scenario as it is now; whole,
// or step by step with what each step changes.
#include <filesystem>
#include <iostream>
#include <optional>

#include "explorer/cli/commands.h"
#include "explorer/cli/output.h"
#include "explorer/cli/scenario_files.h"
#include "explorer/cli/stepping.h"
#include "explorer/counterexample/follow.h"
#include "explorer/counterexample/whole_file.h"
#include "explorer/report/schedule_columns.h"
#include "spec/base/suggest.h"

namespace picket {
namespace {

namespace fs = std::filesystem;

std::optional<Witness> read_witness_file(const std::string& path) {
  const FileText file = read_whole_file(path);
  if (!file.error.empty()) {
    complain(path + ": cannot be read: " + file.error);
    return std::nullopt;
  }
  WitnessReading reading = read_witness(path, file.text);
  const SourceText source = split_lines(path, file.text);
  for (const Diagnostic& d : reading.mistakes) std::cerr << render(d, source);
  if (!reading.mistakes.empty()) return std::nullopt;
  return std::move(reading.witness);
}

// A relative name was meant from where the check ran: here, or beside the
// folder that holds the witness.
std::string scenario_file(const ReplayArguments& arguments,
                          const Witness& witness) {
  if (!arguments.file.empty()) return arguments.file;
  std::error_code ignored;
  if (fs::exists(witness.file, ignored)) return witness.file;
  const fs::path beside =
      fs::path(arguments.witness).parent_path() / ".." / witness.file;
  return fs::exists(beside, ignored) ? beside.lexically_normal().string()
                                     : witness.file;
}

const Scenario* named(const ScenarioFiles& read, const std::string& name) {
  for (const Scenario* s : read.scenarios)
    if (s->name == name) return s;
  return nullptr;
}

// Only the parameters that differ from the file's own are set: the others
// may not be declared in every document.
ScenarioFiles read_as_checked(const std::string& file, const Witness& witness) {
  ScenarioFiles read = read_scenarios({file}, {}, "");
  const Scenario* s = read.bad ? nullptr : named(read, witness.scenario);
  if (s == nullptr) return read;
  Parameters differing;
  for (const auto& [name, value] : witness.parameters) {
    const auto it = s->parameters.find(name);
    if (it != s->parameters.end() && it->second != value)
      differing[name] = value;
  }
  if (differing.empty()) return read;
  return read_scenarios({file}, differing, "");
}

int no_such_check(const ScenarioFiles& read, const Witness& witness,
                  const std::string& file) {
  std::vector<std::string> names;
  for (const Scenario* s : read.scenarios) names.push_back(s->name);
  const std::string near = closest_name(witness.scenario, names);
  return complain(file + ": there is no check `" + witness.scenario +
                  "` any more" +
                  (near.empty() ? "" : "; there is `" + near + "`"));
}

void show_schedule(const Scenario& scenario, const Replay& run,
                   const ReplayArguments& arguments, const Paint& paint) {
  RowOptions options;
  options.every_transition = arguments.every_transition;
  for (const Stuck& stuck : run.stuck) options.waiting.push_back(stuck.context);
  const auto rows = schedule_rows(scenario, run, options);
  for (const std::string& line : schedule_columns(scenario, rows, paint))
    std::cout << line << "\n";
}

}  // namespace

int replay_command(const ReplayArguments& arguments) {
  const auto witness = read_witness_file(arguments.witness);
  if (!witness) return kBadInput;
  const std::string file = scenario_file(arguments, *witness);
  const ScenarioFiles read = read_as_checked(file, *witness);
  if (read.bad) return kBadInput;
  const Scenario* scenario = named(read, witness->scenario);
  if (scenario == nullptr) return no_such_check(read, *witness, file);

  const Program program(*scenario);
  const bool same = scenario_hash(*scenario) == witness->hash;
  const Followed followed = follow(program, *witness, same);
  const Paint paint = paint_for(1);
  std::cout << paint.strong(scenario->name) << "  " << witness->finding
            << "\n\n";
  if (arguments.step)
    step_through(program, followed.replay, read.sources, paint);
  else
    show_schedule(*scenario, followed.replay, arguments, paint);
  if (!same)
    std::cout << "\nThe scenario has changed since this schedule was kept.\n";
  if (followed.differences.empty()) return kAsExpected;
  std::cout << "\nIt no longer matches:\n";
  for (const std::string& difference : followed.differences)
    std::cout << "  " << difference << "\n";
  return kNotAsExpected;
}

}  // namespace picket
