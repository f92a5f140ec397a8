// Which annotation policy would have reported which scenario, and how often
// each is right: the table of `picket compare`.
#pragma once

#include <ostream>
#include <vector>

#include "explorer/check/result.h"

namespace picket {

// One result per scenario, each with the reports of all policies.
using Comparison = std::vector<const CheckResult*>;

// `screens`: every report in full, with what became of it, below its row.
void write_comparison_text(const Comparison& results, bool screens,
                           std::ostream& out);
void write_comparison_json(const Comparison& results, std::ostream& out);
// One file that needs no other.
void write_comparison_html(const Comparison& results, std::ostream& out);

}  // namespace picket
