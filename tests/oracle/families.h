// Objects and threads of a random scenario as members of families.
#pragma once

#include <string>

#include "tests/oracle/dice.h"

namespace picket::oracle {

// The text with some kinds of its objects as a family: f[0] and f[1] where
// there were f0 and f1. Threads become one if only the first is written out.
std::string with_families(Dice& dice, const std::string& text, int threads);

}  // namespace picket::oracle
