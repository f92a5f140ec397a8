// Small random scenarios over everything that is modelled, as YAML text: what
// the searches must agree on.
#pragma once

#include <cstdint>
#include <string>

namespace picket::oracle {

// The same text for the same seed, on every machine.
std::string random_scenario(std::uint64_t seed);

// A smaller one with up to three rules.
std::string random_scenario_with_rules(std::uint64_t seed);

}  // namespace picket::oracle
