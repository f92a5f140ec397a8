// Random scenarios in which several contexts must do something before a fence
// is signalled: locks, completions, variables, callbacks, work items between
// them. Most of them never lose their fence as long as everybody signals.
#pragma once

#include <cstdint>
#include <string>

namespace picket::oracle {

// The same text for the same seed, on every machine.
std::string random_claim_scenario(std::uint64_t seed);

}  // namespace picket::oracle
