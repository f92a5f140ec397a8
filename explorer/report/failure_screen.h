// The one screen about one finding: what is wrong and where, the schedule,
// who waits for whom, why it matters, how to see it again.
#pragma once

#include <string>

#include "explorer/report/console.h"
#include "explorer/report/report.h"

namespace picket {

// Ends in a line end. Replays the finding's witness. `witness`: its file, or
// "" if none was written.
std::string failure_screen(const CheckResult& result, const Finding& finding,
                           const Sources& sources, const std::string& witness,
                           const Paint& paint);

// What `expect` lists and the search did not find: where it is written, and
// what was found instead.
std::string missing_screen(const CheckResult& result, const Pattern& pattern,
                           const Sources& sources);

}  // namespace picket
