// All linear orders of a partial order, one after another, and what LANGUAGE
// section 6 says about a rule in each: the oracle of spec/rules and of both
// solvers. Knows neither: it reads a rule over a plain sequence of events.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "spec/model/scenario.h"
#include "spec/model/trace.h"

namespace picket::test {

// before[a][b]: a must come before b. Closed under transitivity by the call.
using Precedence = std::vector<std::vector<char>>;
void close(Precedence& before);

// Calls `look` with every linear order until it says stop (false). Returns
// whether it was stopped.
bool each_linear_order(
    const Precedence& before,
    const std::function<bool(const std::vector<int>&)>& look);

// How many there are, at most so many.
std::uint64_t linear_orders(const Precedence& before, std::uint64_t most);

// Does some linear order of the class of `trace` break the rule?
bool violated_by_enumeration(const Scenario& scenario, const Trace& trace,
                             const Rule& rule);

// Does the order break it in which the trace stands? Attempts have no place in
// that: of a rule that asks for them nobody knows.
bool violated_as_it_stands(const Scenario& scenario, const Trace& trace,
                           const Rule& rule);
bool asks_for_attempts(const Rule& rule);

// How many events such an enumeration puts in order, and how many orders that
// makes, at most so many.
std::size_t events_to_order(const Scenario& scenario, const Trace& trace,
                            const Rule& rule);
std::uint64_t orders_to_try(const Scenario& scenario, const Trace& trace,
                            const Rule& rule, std::uint64_t most);

}  // namespace picket::test
