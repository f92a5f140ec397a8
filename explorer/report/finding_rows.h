// Which rows of a finding's schedule are shown, and which are marked: the same
// in every report.
//
// Must not know: how rows are drawn.
#pragma once

#include "explorer/check/result.h"
#include "explorer/report/schedule_rows.h"

namespace picket {

// `run` is the finding's witness, replayed.
RowOptions rows_about(const Finding& finding, const Replay& run);

}  // namespace picket
