// Scenarios from a log: finds the reports in it, reads each, writes YAML.
//
// Must not know: files, the command line.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "explorer/exchange/log_text.h"

namespace picket {

enum class LogKind : std::uint8_t { any, lockdep, dept, hung_task, ftrace };

struct Imported {
  std::string yaml;  // one document for each report
  int scenarios = 0;
  std::vector<LogProblem> problems;  // what could not be read
};

Imported import_log(std::string_view text, LogKind kind);

}  // namespace picket
