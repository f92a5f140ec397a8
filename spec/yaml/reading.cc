#include "spec/yaml/reading.h"

#include <algorithm>

namespace picket {
namespace {

std::size_t intern(std::vector<std::string>& table, const std::string& name) {
  const auto it = std::find(table.begin(), table.end(), name);
  const auto index = static_cast<std::size_t>(it - table.begin());
  if (it == table.end()) table.push_back(name);
  return index;
}

}  // namespace

ClassId intern_class(Reading& reading, const std::string& name) {
  return ClassId(intern(reading.scenario.classes, name));
}

LocalId intern_local(Reading& reading, const std::string& name) {
  return LocalId(intern(reading.scenario.locals, name));
}

std::int32_t intern_word(Reading& reading, const std::string& word) {
  return static_cast<std::int32_t>(intern(reading.scenario.words, word));
}

void count_work(Reading& reading, std::size_t amount) {
  constexpr std::size_t kMost = 1'000'000;
  reading.work += amount;
  if (reading.work <= kMost) return;
  reading.mistakes.add(Mistake::program_too_large, {reading.file, {}},
                       "the scenario is too large",
                       "its families and their uses multiply too much");
  throw GivenUp{};
}

std::vector<std::string> names_of(const NameTable& table) {
  std::vector<std::string> names;
  for (const auto& [name, declared] : table) names.push_back(name);
  return names;
}

}  // namespace picket
