// Schedules with few preemptions: what the search over states finds among them.
//
// Must not know: how the search counts them.
#pragma once

#include <string>

#include "spec/semantics/program.h"

namespace picket::oracle {

// Follows every schedule in which a context that could go on is left for
// another at most `bound` times, and compares what they come to with what the
// bounded search finds. "" if that is the same.
std::string broken_bound(const Program& program, int bound);

}  // namespace picket::oracle
