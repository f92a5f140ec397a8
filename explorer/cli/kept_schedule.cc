#include "explorer/cli/kept_schedule.h"

#include <filesystem>
#include <iostream>

#include "explorer/check/mute.h"
#include "explorer/cli/output.h"
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
std::string scenario_file(const std::string& given, const std::string& path,
                          const Witness& witness) {
  if (!given.empty()) return given;
  std::error_code ignored;
  if (fs::exists(witness.file, ignored)) return witness.file;
  const fs::path beside = fs::path(path).parent_path() / ".." / witness.file;
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

void complain_of_no_check(const ScenarioFiles& read, const Witness& witness,
                          const std::string& file) {
  std::vector<std::string> names;
  for (const Scenario* s : read.scenarios) names.push_back(s->name);
  const std::string near = closest_name(witness.scenario, names);
  complain(file + ": there is no check `" + witness.scenario + "` any more" +
           (near.empty() ? "" : "; there is `" + near + "`"));
}

// In a claim's schedule the signals of an object have no effect.
std::unique_ptr<Scenario> as_witnessed(const Scenario& scenario,
                                       const Witness& witness) {
  if (witness.without.empty()) return std::make_unique<Scenario>(scenario);
  for (std::size_t i = 0; i < scenario.objects.size(); ++i)
    if (scenario.objects[i].name == witness.without)
      return std::make_unique<Scenario>(
          without_signals_of(scenario, ObjectId(i)));
  return nullptr;
}

}  // namespace

std::unique_ptr<KeptSchedule> open_kept_schedule(const std::string& witness,
                                                 const std::string& file) {
  auto kept = std::make_unique<KeptSchedule>();
  const auto text = read_witness_file(witness);
  if (!text) return nullptr;
  kept->witness = *text;
  const std::string path = scenario_file(file, witness, kept->witness);
  kept->read = read_as_checked(path, kept->witness);
  if (kept->read.bad) return nullptr;
  kept->scenario = named(kept->read, kept->witness.scenario);
  if (kept->scenario == nullptr) {
    complain_of_no_check(kept->read, kept->witness, path);
    return nullptr;
  }
  kept->replayed = as_witnessed(*kept->scenario, kept->witness);
  if (kept->replayed) return kept;
  complain(path + ": there is no object `" + kept->witness.without +
           "` any more");
  return nullptr;
}

void show_schedule(const Scenario& scenario, const Replay& run,
                   bool every_transition, const Paint& paint) {
  RowOptions options;
  options.every_transition = every_transition;
  for (const Stuck& stuck : run.stuck) options.waiting.push_back(stuck.context);
  const auto rows = schedule_rows(scenario, run, options);
  for (const std::string& line : schedule_columns(scenario, rows, paint))
    std::cout << line << "\n";
}

}  // namespace picket
