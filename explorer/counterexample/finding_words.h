// Findings in the words of `expect`.
#pragma once

#include <string>
#include <vector>

#include "explorer/check/result.h"

namespace picket {

// "deadlock: [a, b]", "misuse: recursive-lock", "assertion".
std::string pattern_text(FindingCode code,
                         const std::vector<std::string>& arguments);

// The same, with the line where `expect` does not tell two findings apart:
// "misuse: recursive-lock (line 12)".
std::string finding_words(const Finding& finding);

}  // namespace picket
