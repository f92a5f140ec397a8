// Rows of a schedule as text: one column per context, as lockdep prints its
// "CPU0 CPU1" picture, with step numbers and the line of every step.
#pragma once

#include <string>
#include <vector>

#include "explorer/report/console.h"
#include "explorer/report/schedule_rows.h"

namespace picket {

inline constexpr std::size_t kScreenWidth = 100;

// Lines without line ends. Only contexts that act or wait get a column. Where
// the columns do not fit they move together (every row fills only one of them,
// so its text may reach under the next heading); where even that does not
// fit, the context's name stands in front of each step instead.
std::vector<std::string> schedule_columns(const Scenario& scenario,
                                          const std::vector<ScheduleRow>& rows,
                                          const Paint& paint,
                                          std::size_t width = kScreenWidth);

}  // namespace picket
