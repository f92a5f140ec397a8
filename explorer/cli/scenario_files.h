// From the paths on the command line to scenarios: folders are searched, every
// file is read before anything is checked, all mistakes of all files are shown.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "explorer/cli/options.h"
#include "explorer/report/sources.h"
#include "spec/yaml/scenario_reader.h"

namespace picket {

struct ScenarioFiles {
  std::deque<ReadResult> files;            // owns the scenarios
  std::vector<const Scenario*> scenarios;  // in order of file and text
  Sources sources;
  bool bad = false;  // mistakes were printed: nothing may be checked
};

// Files named by several paths are read once. `only`: keeps the checks whose
// name matches the pattern (* and ?), or contains it if it has neither.
ScenarioFiles read_scenarios(const std::vector<std::string>& paths,
                             const Parameters& parameters,
                             const std::string& only);

bool name_matches(const std::string& name, const std::string& pattern);

}  // namespace picket
