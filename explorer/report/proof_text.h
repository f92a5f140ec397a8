// What a check has shown, in a few words: all of it, or how much.
#pragma once

#include <string>

#include "explorer/report/report.h"

namespace picket {

// "exhaustive: 4 classes, 31 states", "inconclusive: schedule limit ...".
std::string proof_text(const CheckResult& result);

// "1 class", "4 classes".
std::string counted(std::uint64_t n, const std::string& noun);

}  // namespace picket
