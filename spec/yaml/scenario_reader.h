// From a YAML file to scenarios: the base of every document, then its
// variants, in file order. All mistakes of the file are reported at once.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "spec/base/diagnostic.h"
#include "spec/model/scenario.h"

namespace picket {

struct ReadOptions {
  std::map<std::string, std::int32_t> parameters;  // -D
  // A parameter that the file does not have is no mistake: it may be another
  // file's.
  bool several_files = false;
};

struct ReadResult {
  std::vector<Scenario> scenarios;            // those without a mistake
  Diagnostics diagnostics;                    // sorted, without repetitions
  std::map<std::string, SourceText> sources;  // by file, for carets
  std::set<std::string> parameters;           // that some scenario has
};

// Never throws for what is in the file, whatever the bytes. Thread-safe.
ReadResult read_scenario_file(const std::string& path,
                              const ReadOptions& options);

// `name` stands for the file in diagnostics; its folder is where `include`
// looks.
ReadResult read_scenario_text(const std::string& name, const std::string& text,
                              const ReadOptions& options);

}  // namespace picket
