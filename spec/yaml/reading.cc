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

std::vector<std::string> names_of(const NameTable& table) {
  std::vector<std::string> names;
  for (const auto& [name, declared] : table) names.push_back(name);
  return names;
}

bool failed_since(const Reading& reading, std::size_t before) {
  const auto& list = reading.mistakes.list;
  return std::any_of(list.begin() + static_cast<std::ptrdiff_t>(before),
                     list.end(), [](const Diagnostic& d) {
                       return d.severity == Severity::error;
                     });
}

}  // namespace picket
