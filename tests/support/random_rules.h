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

// The like, whose rules are compared: c, and now and then d, said to be
// stricter than b.
std::string random_comparison(Random& random);

}  // namespace picket::test
