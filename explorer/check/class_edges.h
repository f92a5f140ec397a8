// The class graph of a policy over the schedules of a scenario, for a picture.
//
// Searches again: a check keeps reports, not graphs.
#pragma once

#include <cstdint>
#include <vector>

#include "spec/model/scenario.h"
#include "spec/policies/policy.h"

namespace picket {

struct ClassEdges {
  std::vector<ReportEdge> edges;
  std::vector<PolicyReport> reports;  // refused, with the edges of the cycle
  bool complete = true;               // all classes of schedules were seen
};

ClassEdges class_edges(const Scenario& scenario, PolicyKind kind,
                       std::uint64_t most_schedules);

}  // namespace picket
