#include "spec/yaml/settings.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "spec/yaml/constants.h"
#include "spec/yaml/expression_text.h"
#include "spec/yaml/keys.h"

namespace picket {
namespace {

bool is_scenario_name(const std::string& text) {
  bool word = false;  // inside a word
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!letter && !(c == '-' && word)) return false;
    word = letter;
  }
  return word;
}

struct ConfigKey {
  std::string_view name;
  bool Config::*member;
};

constexpr ConfigKey kConfig[] = {
    {"raw_lock_nesting", &Config::raw_lock_nesting},
    {"queued_rwlocks", &Config::queued_rwlocks},
    {"preempt_rcu", &Config::preempt_rcu},
    {"preempt_rt", &Config::preempt_rt},
    {"mmu_notifier", &Config::mmu_notifier},
    {"debug_ww_slowpath", &Config::debug_ww_slowpath},
    {"spurious_wakeups", &Config::spurious_wakeups},
    {"store_buffers", &Config::store_buffers},
    {"lock_stealing", &Config::lock_stealing},
};

struct LimitKey {
  std::string_view name;
  std::int64_t Limits::*member;
  std::int64_t least;
};

constexpr LimitKey kLimits[] = {
    {"schedules", &Limits::schedules, 1},
    {"steps", &Limits::steps, 1},
    {"preemptions", &Limits::preemptions, 0},
    {"loops", &Limits::loops, 1},
};

template <class Row, std::size_t N>
std::vector<std::string> names_in(const Row (&rows)[N]) {
  std::vector<std::string> names;
  for (const Row& row : rows) names.emplace_back(row.name);
  return names;
}

// A limit may be larger than the language's 32-bit integers.
std::optional<std::int64_t> read_limit(Reading& reading, const Node& node,
                                       const std::string& what) {
  const std::string& text = node.text;
  std::int64_t number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  if (node.is_scalar() && error == std::errc{} &&
      end == text.data() + text.size())
    return number;
  return read_constant(reading, node, what);
}

std::string prose(Reading& reading, const Node& root, const char* key) {
  const NodePtr node = find(root, key);
  if (!node || !expect_text(reading.mistakes, *node, in_quotes(key))) return "";
  return node->text;
}

bool is_parameter_name(Reading& reading, const Node& key) {
  const std::string& name = key.text;
  const bool value = name == "true" || name == "false" || name == "null";
  if (is_name(name) && name.find('.') == name.npos && !value &&
      !constant_named(reading, name))
    return true;
  reading.mistakes.add(Mistake::bad_name, place_of(key),
                       in_quotes(name) + " is not a name for a parameter",
                       "names are letters, digits and _; errno names are "
                       "taken");
  return false;
}

struct Parameters {
  Reading& reading;
  const std::map<std::string, std::int32_t>& given;
  std::map<std::string, const Entry*> waiting;
  std::set<std::string> open;  // being settled: to find circles
};

void settle(Parameters& p, const Entry& entry);

// A parameter may use others, in whatever order they stand.
void settle_mentioned(Parameters& p, const ExprTree& tree) {
  if (tree.kind == ExprTree::Kind::name)
    if (const auto it = p.waiting.find(tree.name); it != p.waiting.end())
      settle(p, *it->second);
  for (const ExprTree& part : tree.parts) settle_mentioned(p, part);
}

void settle(Parameters& p, const Entry& entry) {
  const std::string& name = entry.key->text;
  if (p.reading.constants.count(name)) return;
  if (!p.open.insert(name).second) {
    p.reading.mistakes.add(
        Mistake::not_constant, place_of(*entry.value),
        in_quotes(name) + " depends on itself through other parameters");
    p.reading.constants[name] = 0;
    return;
  }
  if (entry.value->is_scalar())
    if (const auto tree = parse_expression(entry.value->text).tree)
      settle_mentioned(p, *tree);
  const auto value = read_constant(p.reading, *entry.value, "a parameter");
  const auto outside = p.given.find(name);
  const std::int32_t used =
      outside != p.given.end() ? outside->second : value.value_or(0);
  p.reading.constants[name] = used;
  p.reading.scenario.parameters[name] = used;
}

}  // namespace

void read_header(Reading& reading, const Node& root) {
  Scenario& scenario = reading.scenario;
  scenario.file = reading.file;
  scenario.about = prose(reading, root, "about");
  scenario.source = prose(reading, root, "source");
  if (const NodePtr version = find(root, "version"))
    if (!version->is_scalar() || version->text != "1")
      reading.mistakes.add(
          Mistake::unsupported_version, place_of(*version),
          "version " + what_is(*version) + " of the language is not known",
          "write version: 1, or leave it out");
  const Entry* name = require_entry(reading.mistakes, root, "scenario",
                                    place_of(root), "a scenario");
  if (!name) return;
  scenario.span = name->value->span;
  if (!expect_text(reading.mistakes, *name->value, "`scenario`")) return;
  scenario.name = name->value->text;
  if (!is_scenario_name(scenario.name))
    reading.mistakes.add(Mistake::bad_name, place_of(*name->value),
                         in_quotes(scenario.name) + " is not a scenario name",
                         "lower-case words joined by `-`: resv-inversion");
}

void read_config(Reading& reading, const Node* map) {
  if (!map || !expect_map(reading.mistakes, *map, "`config`")) return;
  expect_keys(reading.mistakes, *map, names_in(kConfig), "in `config`");
  for (const ConfigKey& row : kConfig) {
    const Entry* entry = find_entry(*map, std::string(row.name));
    if (!entry) continue;
    const auto value =
        read_bool(reading.mistakes, *entry->value, in_quotes(row.name));
    if (!value) continue;
    reading.scenario.config.*row.member = *value;
  }
  const Config& config = reading.scenario.config;
  if (config.preempt_rt && !config.preempt_rcu)
    reading.mistakes.add(Mistake::not_modelled_yet, place_of(*map),
                         "`preempt_rt` is not modelled without `preempt_rcu`: "
                         "there is no such kernel",
                         "leave out `preempt_rcu: false`");
}

void read_limits(Reading& reading, const Node* map) {
  if (!map || !expect_map(reading.mistakes, *map, "`limits`")) return;
  expect_keys(reading.mistakes, *map, names_in(kLimits), "in `limits`");
  for (const LimitKey& row : kLimits) {
    const Entry* entry = find_entry(*map, std::string(row.name));
    if (!entry) continue;
    const auto value = read_limit(reading, *entry->value, in_quotes(row.name));
    if (!value) continue;
    if (*value >= row.least)
      reading.scenario.limits.*row.member = *value;
    else
      reading.mistakes.add(Mistake::bad_value, place_of(*entry->value),
                           in_quotes(row.name) + " must be at least " +
                               std::to_string(row.least),
                           "leave it out for no limit");
  }
}

void read_parameters(Reading& reading, const Node* map,
                     const std::map<std::string, std::int32_t>& given) {
  if (!map || !expect_map(reading.mistakes, *map, "`parameters`")) return;
  constexpr std::size_t kMost = 1000;
  if (map->entries.size() > kMost) {
    reading.mistakes.add(Mistake::file_too_large, place_of(*map),
                         "more than " + std::to_string(kMost) + " parameters");
    return;
  }
  Parameters p{reading, given, {}, {}};
  for (const Entry& entry : map->entries)
    if (is_parameter_name(reading, *entry.key))
      p.waiting.emplace(entry.key->text, &entry);
  for (const Entry& entry : map->entries)
    if (p.waiting.count(entry.key->text)) settle(p, entry);
}

}  // namespace picket
