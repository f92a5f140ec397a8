// Is the finding of a smaller scenario the one of the larger scenario, and not
// another of the same name?
//
// Must not know: how a scenario is made smaller.
#pragma once

#include <string>

#include "explorer/check/result.h"

namespace picket {

// What the finding is about beside its name: the operations and objects at
// which its contexts are stuck, or where it crashed. Members of a family count
// as one. Empty: nothing more than its name.
std::string core_of(const Scenario& scenario, const Finding& finding);

// How much of a scenario is in order: a smaller one must not lose that, or it
// would say less than the larger one: that it is a matter of timing.
enum class Passing {
  never,      // every schedule has the finding
  otherwise,  // some schedule is without it
  entirely,   // some schedule is without any finding
};
Passing passing(const Scenario& scenario, const Finding& finding);

}  // namespace picket
