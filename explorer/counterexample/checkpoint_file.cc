#include "explorer/counterexample/checkpoint_file.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "explorer/counterexample/file_name.h"
#include "explorer/counterexample/witness.h"
#include "explorer/search/execution.h"

namespace picket {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 1;

// --- writing -----------------------------------------------------------------

// [context, alternative, context, alternative, ..]
Json json_of(const Schedule& schedule) {
  Json list = Json::array();
  for (const Choice& c : schedule) {
    list.push_back(c.context.value);
    list.push_back(c.alternative);
  }
  return list;
}

// The indices of what is set.
Json json_of(const std::vector<char>& flags) {
  Json list = Json::array();
  for (std::size_t i = 0; i < flags.size(); ++i)
    if (flags[i]) list.push_back(i);
  return list;
}

struct NamedCount {
  const char* name;
  std::uint64_t Counts::*count;
};

constexpr NamedCount kCounts[] = {
    {"schedules", &Counts::schedules},
    {"deadlocked", &Counts::deadlocked},
    {"transitions", &Counts::transitions},
    {"sleep_blocked", &Counts::sleep_blocked},
    {"looked_ahead", &Counts::looked_ahead},
    {"solver_questions", &Counts::solver_questions},
    {"solver_native", &Counts::solver_native},
};

// --- reading: whatever is not as it should be throws
// --------------------------

Schedule schedule_of(const Json& list) {
  const auto numbers = list.get<std::vector<std::uint32_t>>();
  if (numbers.size() % 2 != 0) throw std::invalid_argument("a schedule");
  Schedule schedule;
  for (std::size_t i = 0; i < numbers.size(); i += 2)
    schedule.push_back({ContextId(std::size_t{numbers[i]}),
                        static_cast<std::int32_t>(numbers[i + 1])});
  return schedule;
}

std::vector<char> flags_of(const Json& list) {
  std::vector<char> flags;
  for (const auto i : list.get<std::vector<std::uint32_t>>()) {
    if (i > 1'000'000) throw std::invalid_argument("an index");
    if (flags.size() <= i) flags.resize(i + std::size_t{1}, 0);
    flags[i] = 1;
  }
  return flags;
}

void read_counts(const Json& counts, Counts& out) {
  for (const NamedCount& c : kCounts)
    out.*c.count = counts.at(c.name).get<std::uint64_t>();
}

void read_all(const Json& root, CheckpointFile& out) {
  out.scenario = root.at("scenario").get<std::string>();
  out.file = root.at("file").get<std::string>();
  out.hash = root.at("hash").get<std::string>();
  root.at("parameters").get_to(out.parameters);
  Checkpoint& c = out.checkpoint;
  read_counts(root.at("counts"), c.counts);
  c.steps_seen = flags_of(root.at("steps_seen"));
  c.rules_applied = flags_of(root.at("rules_applied"));
  c.rules_undecided = flags_of(root.at("rules_undecided"));
  for (const Json& w : root.at("witnesses"))
    c.witnesses.push_back(schedule_of(w));
  for (const Json& e : root.at("errands"))
    c.errands.push_back({schedule_of(e.at("way")), schedule_of(e.at("sleep")),
                         schedule_of(e.at("moves"))});
  if (c.errands.empty()) throw std::invalid_argument("nothing left");
}

bool can_be_taken(const Program& program, const Schedule& schedule) {
  return !execute(program, schedule, false).refused;
}

bool fits(const Errand& errand, const Program& program) {
  if (!can_be_taken(program, errand.way)) return false;
  Schedule one = errand.way;
  one.emplace_back();
  const auto after = [&](const Choice& choice) {
    one.back() = choice;
    return can_be_taken(program, one);
  };
  return std::all_of(errand.sleep.begin(), errand.sleep.end(), after) &&
         std::all_of(errand.moves.begin(), errand.moves.end(), after);
}

}  // namespace

std::string checkpoint_text(const Scenario& scenario,
                            const Checkpoint& checkpoint) {
  Json root;
  root["format"] = "picket-checkpoint";
  root["version"] = kVersion;
  root["scenario"] = scenario.name;
  root["file"] = scenario.file;
  root["hash"] = scenario_hash(scenario);
  root["parameters"] = scenario.parameters;
  for (const NamedCount& c : kCounts)
    root["counts"][c.name] = checkpoint.counts.*c.count;
  root["steps_seen"] = json_of(checkpoint.steps_seen);
  root["rules_applied"] = json_of(checkpoint.rules_applied);
  root["rules_undecided"] = json_of(checkpoint.rules_undecided);
  root["witnesses"] = Json::array();
  for (const Schedule& w : checkpoint.witnesses)
    root["witnesses"].push_back(json_of(w));
  root["errands"] = Json::array();
  for (const Errand& e : checkpoint.errands)
    root["errands"].push_back({{"way", json_of(e.way)},
                               {"sleep", json_of(e.sleep)},
                               {"moves", json_of(e.moves)}});
  return root.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string checkpoint_file_name(const Scenario& scenario) {
  return file_name(scenario.name) + ".checkpoint";
}

std::string read_checkpoint(const std::string& text, CheckpointFile& out) {
  const Json root = Json::parse(text, nullptr, false);
  if (!root.is_object() || root.value("format", Json()) != "picket-checkpoint")
    return "this is not a checkpoint";
  if (root.value("version", Json()) != kVersion)
    return "it was written by another version of picket";
  try {
    read_all(root, out);
  } catch (const std::exception&) {
    return "the checkpoint is damaged";
  }
  return "";
}

std::string why_not_of(const Scenario& scenario, const CheckpointFile& file) {
  if (file.scenario != scenario.name || file.hash != scenario_hash(scenario))
    return "`" + file.scenario + "` has changed since";
  const Checkpoint& c = file.checkpoint;
  bool fit = c.steps_seen.size() <= scenario.steps.size() &&
             c.rules_applied.size() <= scenario.rules.size() &&
             c.rules_undecided.size() <= scenario.rules.size();
  const Program program(scenario);
  for (const Errand& e : c.errands) fit = fit && fits(e, program);
  return fit ? "" : "the checkpoint is damaged";
}

}  // namespace picket
