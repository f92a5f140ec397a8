// The picture of a finding's schedule for programs: lanes, rows with what each
// changed, bars, arrows.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "explorer/report/finding_lanes.h"

namespace picket {

// Indices of bars, arrows and changes count rows, lanes and facts from 0.
nlohmann::ordered_json lanes_json(const FindingLanes& of);

}  // namespace picket
