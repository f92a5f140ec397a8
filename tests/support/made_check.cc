#include "tests/support/made_check.h"

#include <sstream>

#include "spec/yaml/scenario_reader.h"

#include <CppUTest/TestHarness.h>

namespace picket::test {

MadeCheck::MadeCheck(const std::string& file, const std::string& yaml,
                     const std::string& name) {
  const ReadResult read = read_scenario_text(file, yaml, {});
  for (const Diagnostic& d : read.diagnostics)
    FAIL(render(d, split_lines(file, yaml)).c_str());
  sources_.insert(read.sources.begin(), read.sources.end());
  bool found = false;
  for (const Scenario& s : read.scenarios) {
    if (found || (!name.empty() && s.name != name)) continue;
    scenario_ = s;
    found = true;
  }
  CHECK_TRUE(found);
  result_.scenario = &scenario_;
  result_.search = "schedules";
  result_.counts.schedules = 4;
  result_.counts.transitions = 31;
}

Schedule MadeCheck::schedule(const std::string& text) const {
  Schedule schedule;
  std::istringstream words(text);
  std::string word;
  while (words >> word) {
    const auto slash = word.find('/');
    Choice choice;
    choice.context = thread(word.substr(0, slash));
    if (slash != word.npos)
      choice.alternative = std::stoi(word.substr(slash + 1));
    schedule.push_back(choice);
  }
  return schedule;
}

StepId MadeCheck::step_at(int line) const {
  for (std::size_t i = 0; i < scenario_.steps.size(); ++i)
    if (scenario_.steps[i].span.line == line) return StepId(i);
  FAIL("no step in that line");
  return {};
}

ContextId MadeCheck::thread(const std::string& name) const {
  for (std::size_t i = 0; i < scenario_.contexts.size(); ++i)
    if (scenario_.contexts[i].name == name) return ContextId(i);
  FAIL(("no thread " + name).c_str());
  return {};
}

Finding& MadeCheck::find(FindingCode code,
                         const std::vector<std::string>& arguments,
                         const std::string& schedule_text, int line) {
  Finding f;
  f.code = code;
  f.arguments = arguments;
  f.witness = schedule(schedule_text);
  f.span = scenario_.step(step_at(line)).span;
  f.message = "made by hand";
  result_.findings.push_back(f);
  result_.verdict = Verdict::fail;
  result_.as_expected = false;
  return result_.findings.back();
}

void MadeCheck::blocked(Finding& finding, const std::string& name, int line,
                        const std::string& waits_for,
                        const std::vector<std::string>& waits_on, bool root) {
  BlockedContext b;
  b.context = thread(name);
  b.step = step_at(line);
  b.waits_for = waits_for;
  for (const std::string& other : waits_on) b.waits_on.push_back(thread(other));
  b.root = root;
  finding.blocked.push_back(b);
}

}  // namespace picket::test
