// The report for people: one line per check, one screen per failure, a line of
// totals. Without times, unless asked for, so that two runs read the same.
#pragma once

#include <ostream>
#include <vector>

#include "explorer/report/console.h"
#include "explorer/report/report.h"

namespace picket {

struct TextLayout {
  std::size_t name_width = 0;  // of the column of check names
  Paint paint;
};

// Wide enough for these names, but not for outliers.
std::size_t name_width(const std::vector<std::string>& names);

// The line of one check, its notes, and its screens. With `quiet` nothing for
// a check that is as expected.
void write_check(std::ostream& out, const ReportedCheck& check,
                 const Sources& sources, const ReportOptions& options,
                 const TextLayout& layout);

void write_totals(std::ostream& out, const Report& report, const Paint& paint);

}  // namespace picket
