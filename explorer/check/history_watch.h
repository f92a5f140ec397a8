// What automatic policies learn across contexts, where the verdict comes from
// states: schedules are looked at for that besides, until everything is seen
// that the ways through the contexts allow for.
//
// Must not know: what is concluded from that.
#pragma once

#include "spec/policies/policy.h"
#include "spec/semantics/program.h"

namespace picket {

// `seen` has all ways; its history is added to.
void watch_histories(const Program& program, Observed& seen);

}  // namespace picket
