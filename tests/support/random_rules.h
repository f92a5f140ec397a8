// Small random scenarios with random rules, as YAML: what the oracle of the
// rules is fed with.
#pragma once

#include <random>
#include <string>

namespace picket::test {

using Random = std::mt19937;

// Two or three threads over two mutexes, two fences, a completion; one rule.
// Same text for the same state of `random`, on every machine.
std::string random_scenario_with_rule(Random& random);

}  // namespace picket::test
