// What the texts about a finding have in common.
#pragma once

#include <string>
#include <vector>

#include "explorer/check/result.h"
#include "spec/base/diagnostic.h"

namespace picket {

// Where a finding points, as a diagnostic with its title and message.
Diagnostic diagnostic_of(const CheckResult& result, const Finding& finding);

// Why the kernel forbids it: one sentence or two.
std::string why_text(const Finding& finding);

// What `picket explain` is asked for: the code, or the kind of misuse.
std::string explain_topic(const Finding& finding);

// A text in lines of at most `width` characters.
std::vector<std::string> wrapped(const std::string& text, std::size_t width);

}  // namespace picket
