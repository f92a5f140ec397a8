// picket replay: a kept schedule again, on the scenario as it is now; whole,
// or step by step with what each step changes.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <optional>

#include "explorer/check/mute.h"
#include "explorer/cli/commands.h"
#include "explorer/cli/output.h"
#include "explorer/cli/scenario_files.h"
#include "explorer/cli/stepping.h"
#include "explorer/counterexample/ending.h"
#include "explorer/counterexample/follow.h"
#include "explorer/counterexample/whole_file.h"
#include "explorer/report/blocked_text.h"
#include "explorer/report/schedule_columns.h"
#include "spec/base/contract.h"
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

// In a claim's schedule the signals of an object have no effect.
std::optional<Scenario> as_witnessed(const Scenario& scenario,
                                     const Witness& witness) {
  if (witness.without.empty()) return scenario;
  for (std::size_t i = 0; i < scenario.objects.size(); ++i)
    if (scenario.objects[i].name == witness.without)
      return without_signals_of(scenario, ObjectId(i));
  return std::nullopt;
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

// "misuse: recursive-lock (line 12)": the line may have moved.
std::string without_line(const std::string& finding) {
  return finding.substr(0, finding.find(" (line "));
}

bool contains(const Ending& ending, const std::string& finding) {
  const auto& all = ending.findings;
  return std::find(all.begin(), all.end(), without_line(finding)) != all.end();
}

void show_ending(const Scenario& scenario, const Replay& run,
                 const Ending& ending) {
  const auto sentences = blocked_sentences(scenario, ending.blocked);
  if (!sentences.empty()) std::cout << "\n";
  for (const std::string& line : sentences) std::cout << "  " << line << "\n";
  if (ending.findings.empty()) {
    if (!run.over) std::cout << "\nFrom here it can go on.\n";
    return;
  }
  std::cout << "\nIt ends in";
  for (const std::string& finding : ending.findings)
    std::cout << (finding == ending.findings.front() ? " " : "; ") << finding;
  std::cout << ".\n";
}

// After an edit of the scenario: where it differs, and what that comes to.
int show_changes(const Witness& witness, const Followed& followed,
                 const Ending& ending) {
  std::cout << "\nThe scenario has changed since this schedule was kept.\n";
  for (const std::string& difference : followed.differences)
    std::cout << "  " << difference << "\n";
  if (contains(ending, witness.finding)) {
    std::cout << "It still ends in " << witness.finding << ".\n";
    return kAsExpected;
  }
  if (followed.differences.empty()) return kAsExpected;
  std::cout << "It was kept for " << witness.finding << ".\n";
  return kNotAsExpected;
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

  const auto replayed = as_witnessed(*scenario, *witness);
  if (!replayed)
    return complain(file + ": there is no object `" + witness->without +
                    "` any more");
  const Program program(*replayed);
  const bool same = scenario_hash(*scenario) == witness->hash;
  const Followed followed = follow(program, *witness, same);
  const Ending ending = ending_of(program, followed.replay);
  const Paint paint = paint_for(1);
  std::cout << paint.strong(scenario->name) << "  " << witness->finding
            << "\n\n";
  if (!witness->without.empty())
    std::cout << "The signals of " << witness->without
              << " have no effect here.\n\n";
  if (arguments.step)
    step_through(program, followed.replay, read.sources, paint);
  else
    show_schedule(*replayed, followed.replay, arguments, paint);
  show_ending(*replayed, followed.replay, ending);
  if (!same) return show_changes(*witness, followed, ending);
  // The same scenario, and yet another schedule: that would be a defect.
  PICKET_REQUIRE(followed.differences.empty(), "a kept schedule replays");
  return kAsExpected;
}

}  // namespace picket
