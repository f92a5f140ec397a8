// The report for programs: everything the result says, in a fixed order of
// keys. `version` changes when a key changes its meaning or goes away.
//
// Also what other machine-readable reports are made from.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "explorer/report/report.h"

namespace picket {

using Json = nlohmann::ordered_json;

Json report_json(const Report& report, const ReportOptions& options);

// `indent` -1: on one line. Always UTF-8.
std::string json_text(const Json& json, int indent);

}  // namespace picket
