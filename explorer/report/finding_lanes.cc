#include "explorer/report/finding_lanes.h"

#include <algorithm>
#include <set>

#include "explorer/counterexample/finding_scenario.h"
#include "explorer/report/finding_rows.h"
#include "spec/base/contract.h"

namespace picket {
namespace {

std::vector<ContextId> contexts_of(const Lanes& lanes) {
  std::set<ContextId> contexts;
  for (const ScheduleRow& row : lanes.rows) contexts.insert(row.context);
  return {contexts.begin(), contexts.end()};
}

}  // namespace

FindingLanes::FindingLanes(const Scenario& checked, const Finding& finding)
    : scenario(scenario_of(checked, finding)),
      program(scenario),
      run(replay(program, finding.witness)),
      lanes(lanes_of(program, run, rows_about(finding, run))),
      shown(contexts_of(lanes)) {
  PICKET_REQUIRE(!run.refused, "what is reported replays");
}

FindingLanes::FindingLanes(const Scenario& checked, const Schedule& schedule)
    : scenario(checked),
      program(scenario),
      run(replay(program, schedule)),
      lanes(lanes_of(program, run, {})),
      shown(contexts_of(lanes)) {
  PICKET_REQUIRE(!run.refused, "what is reported replays");
}

bool FindingLanes::has(ContextId context) const {
  return std::binary_search(shown.begin(), shown.end(), context);
}

std::size_t FindingLanes::lane_of(ContextId context) const {
  const auto at = std::lower_bound(shown.begin(), shown.end(), context);
  return static_cast<std::size_t>(at - shown.begin());
}

}  // namespace picket
