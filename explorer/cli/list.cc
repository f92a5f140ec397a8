// picket list: the checks of some files and what each of them expects.
#include <algorithm>
#include <iostream>

#include "explorer/cli/commands.h"
#include "explorer/cli/scenario_files.h"
#include "explorer/counterexample/finding_words.h"
#include "explorer/report/text.h"

namespace picket {
namespace {

std::string expectation_text(const Expectation& expect) {
  switch (expect.kind) {
    case Expectation::Kind::pass: return "pass";
    case Expectation::Kind::inconclusive: return "inconclusive";
    case Expectation::Kind::findings: break;
  }
  std::string text;
  for (const Pattern& p : expect.patterns)
    text += (text.empty() ? "" : "; ") + pattern_text(p.code, p.arguments);
  return text;
}

}  // namespace

int list_command(const ListArguments& arguments) {
  const ScenarioFiles read =
      read_scenarios(arguments.paths, arguments.parameters, arguments.only);
  if (read.bad) return kBadInput;
  std::vector<std::string> names;
  for (const Scenario* s : read.scenarios) names.push_back(s->name);
  const std::size_t width = name_width(names);
  for (const Scenario* s : read.scenarios) {
    std::string name = s->name;
    name.resize(std::max(name.size(), width), ' ');
    std::cout << name << "  " << s->file << ":" << s->span.line << "  "
              << expectation_text(s->expect) << "\n";
  }
  return kAsExpected;
}

}  // namespace picket
