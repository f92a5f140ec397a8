// Which contexts may ever run which functions: what follows from the text of a
// scenario alone.
//
// Must not know: states.
#pragma once

#include <vector>

#include "spec/model/scenario.h"

namespace picket {

// By function, sorted: those whose body it is or calls it, and all of them
// where a fence or reclaim may have anybody run it. Never too few, but for the
// kernel's own code: nobody is named for that.
std::vector<std::vector<ContextId>> runners(const Scenario& scenario);

}  // namespace picket
