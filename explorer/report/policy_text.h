// What annotation policies said, and what became of it, as text.
#pragma once

#include <string>

#include "explorer/check/result.h"

namespace picket {

// "real, contract"; "none": the word of a table.
std::string policy_word(const PolicyResult& result);

// One line per report: "possible circular locking dependency: a -> b -> a".
std::string report_line(const PolicyReport& report);

// The whole report with each edge and the lines that made it, and the truth.
std::string report_screen(const Scenario& scenario, const JudgedReport& judged);

}  // namespace picket
