// The data of the HTML report: the JSON report, and beside it what only a
// picture needs: lanes, states, texts of the sources, explanations.
//
// Must not know: HTML.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "explorer/report/report.h"

namespace picket {

nlohmann::ordered_json html_data(const Report& report,
                                 const ReportOptions& options);

}  // namespace picket
