// What `picket sections` says of the signalling sections of scenarios.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "spec/model/scenario.h"
#include "spec/policies/coverage.h"

namespace picket {

// Of one scenario.
struct CoverageResult {
  const Scenario* scenario = nullptr;
  std::vector<CoverageGap> gaps;
  bool applies = false;  // somebody signals a fence that others can see
  std::string limit;     // "": every class of schedules was seen
};

void write_coverage_text(const CoverageResult& result, std::ostream& out);
void write_coverage_json(const std::vector<CoverageResult>& results,
                         std::ostream& out);

}  // namespace picket
