// Where a step stands, as a sentence says it.
#pragma once

#include <string>

#include "spec/model/scenario.h"

namespace picket {

// The included file that the step stands in; "" for the scenario's own.
std::string included_file(const Scenario& scenario, StepId step);

// "line 14"; "lib/locks.yaml:14" in an included file; "" for the kernel's own
// code, which stands nowhere.
std::string place_words(const Scenario& scenario, const Step& step);

// The same as " (line 14)", or "".
std::string place_remark(const Scenario& scenario, const Step& step);

}  // namespace picket
