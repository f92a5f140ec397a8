// The lanes of a finding's witness, or of another schedule, with all they were
// made from.
#pragma once

#include "explorer/check/result.h"
#include "explorer/report/lanes.h"

namespace picket {

// Replays the witness.
class FindingLanes {
 public:
  FindingLanes(const Scenario& checked, const Finding& finding);
  // Any schedule of the scenario, without marks.
  FindingLanes(const Scenario& checked, const Schedule& schedule);
  FindingLanes(const FindingLanes&) = delete;
  FindingLanes& operator=(const FindingLanes&) = delete;

  const Scenario scenario;  // whose schedule it is
  const Program program;
  const Replay run;
  const Lanes lanes;

  // Contexts that act or wait, in order: only they get a lane.
  const std::vector<ContextId> shown;

  bool has(ContextId context) const;
  std::size_t lane_of(ContextId context) const;
  const std::string& name(ContextId context) const {
    return scenario.context(context).name;
  }
};

}  // namespace picket
