#include "spec/yaml/reading.h"

namespace picket {
namespace {

std::int32_t intern(std::vector<std::string>& table,
                    std::unordered_map<std::string, std::int32_t>& ids,
                    const std::string& name) {
  const auto [it, fresh] =
      ids.emplace(name, static_cast<std::int32_t>(table.size()));
  if (fresh) table.push_back(name);
  return it->second;
}

}  // namespace

ClassId intern_class(Reading& reading, const std::string& name) {
  return ClassId(intern(reading.scenario.classes, reading.class_ids, name));
}

LocalId intern_local(Reading& reading, const std::string& name) {
  return LocalId(intern(reading.scenario.locals, reading.local_ids, name));
}

std::int32_t intern_word(Reading& reading, const std::string& word) {
  return intern(reading.scenario.words, reading.word_ids, word);
}

void count_work(Reading& reading, std::size_t amount) {
  constexpr std::size_t kMost = 1'000'000;
  reading.work += amount;
  if (reading.work <= kMost) return;
  reading.mistakes.add(Mistake::program_too_large,
                       {reading.file, reading.scenario.span},
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
