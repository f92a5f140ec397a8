// Can a schedule of the scenario go on for ever? From its text alone: never
// "no" where it can.
//
// Must not know: searches, which need to.
#pragma once

#include "spec/model/scenario.h"

namespace picket {

bool can_repeat(const Scenario& scenario);

}  // namespace picket
