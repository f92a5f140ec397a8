#include "tests/support/drive.h"

#include "spec/base/diagnostic.h"
#include "spec/yaml/scenario_reader.h"

#include <CppUTest/TestHarness.h>

namespace picket::test {

Scenario scenario_of(const std::string& yaml) {
  ReadResult read = read_scenario_text("test.yaml", yaml, {});
  for (const Diagnostic& d : read.diagnostics)
    if (d.severity == Severity::error)
      FAIL(render(d, read.sources["test.yaml"]).c_str());
  if (read.scenarios.empty()) FAIL("no scenario");
  return read.scenarios.front();
}

Drive::Drive(const std::string& yaml)
    : scenario_(scenario_of(yaml)),
      program_(scenario_),
      state_(initial_state(program_)) {}

std::string Drive::step(const std::string& name, int alternative) {
  const ContextId c = thread(name);
  const Outcome outcome =
      picket::step(program_, state_.data(), c, alternative, effect_);
  switch (outcome) {
    case Outcome::blocked: return "blocked";
    case Outcome::limited: return "limited";
    case Outcome::crashed:
      if (!effect_.misuse) return "assertion";
      return "misuse " + std::string(facts(*effect_.misuse).name);
    case Outcome::stepped: break;
  }
  if (effect_.happens && effect_.result != 0)
    return "= " + std::to_string(effect_.result);
  return "stepped";
}

std::string Drive::run(const std::string& name) {
  for (int i = 0; i < 10000; ++i) {
    const Status now = status(program_, state_.data(), thread(name));
    if (now == Status::finished) return "finished";
    const std::string came = step(name);
    if (came == "blocked" || came == "assertion" || came == "limited" ||
        came.starts_with("misuse"))
      return came;
  }
  return "endless";
}

std::int32_t Drive::value(const std::string& variable) const {
  const auto at = program_.layout.objects[object(variable).index()].words;
  return state_[static_cast<std::size_t>(at)];
}

ContextId Drive::thread(const std::string& name) const {
  for (std::size_t i = 0; i < scenario_.contexts.size(); ++i)
    if (scenario_.contexts[i].name == name) return ContextId(i);
  FAIL(("no thread " + name).c_str());
  return {};
}

ObjectId Drive::object(const std::string& name) const {
  for (std::size_t i = 0; i < scenario_.objects.size(); ++i)
    if (scenario_.objects[i].name == name) return ObjectId(i);
  FAIL(("no object " + name).c_str());
  return {};
}

}  // namespace picket::test
