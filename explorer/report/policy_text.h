// What annotation policies said, and what became of it, as text.
#pragma once

#include <string>

#include "explorer/check/result.h"
#include "explorer/report/sources.h"
#include "spec/base/diagnostic.h"

namespace picket {

// "real, contract"; "none": the word of a table.
std::string policy_word(const PolicyResult& result);

// One line per report: "possible circular locking dependency: a -> b -> a".
std::string report_line(const PolicyReport& report);

// Where the scenario's `reports` states something else than the policy says.
Diagnostic missed_reports(const Scenario& scenario, const PolicyResult& result);
// The same with its line and what was reported instead.
std::string missed_screen(const Scenario& scenario, const PolicyResult& result,
                          const Sources& sources);

// The whole report with each edge and the lines that made it, and the truth.
std::string report_screen(const Scenario& scenario, const JudgedReport& judged);

}  // namespace picket
