// What an assignment makes of a condition, from the text of the program.
//
// Must not know: states. A variable that is not assigned may have any value.
#pragma once

#include "spec/model/scenario.h"

namespace picket {

// May the condition hold right after the step? Of an assignment of constants
// that may be known.
bool could_hold_after(const Scenario& scenario, const Step& step,
                      ExprId condition);

}  // namespace picket
