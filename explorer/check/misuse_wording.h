// A misuse in a sentence: who did what to which object, and why that is wrong
// where the state tells more than the name of the misuse.
#pragma once

#include <string>

#include "explorer/check/judge.h"

namespace picket {

// `state`: that in which the step was attempted. No full stop.
std::string misuse_message(const Program& program, const State& state,
                           const RawFinding& finding);

}  // namespace picket
