// What every writer reads: the results of one run, in the order of the checks.
#pragma once

#include <string>
#include <vector>

#include "explorer/check/result.h"
#include "explorer/report/sources.h"

namespace picket {

// One check and what was kept of it.
struct ReportedCheck {
  const CheckResult* result = nullptr;
  std::vector<std::string> witnesses;  // per finding: its file, "" if none
};

struct Report {
  std::vector<ReportedCheck> checks;
  const Sources* sources = nullptr;
};

struct ReportOptions {
  bool reproducible = false;  // leave out whatever differs between two runs
  bool strict = false;        // inconclusive is a failure
  bool verbose = false;
  bool quiet = false;
};

}  // namespace picket
