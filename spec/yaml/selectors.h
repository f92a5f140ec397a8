// Selectors and intervals of rules: op(object), op($f) by thread, label(x),
// a | b; held(lock), signalling, pending(f), between(A, B), after, before.
#pragma once

#include "spec/yaml/reading.h"

namespace picket {

// Both report their mistakes; what is wrong is left out of the result.
Selector read_selector(Reading& reading, const Node& node,
                       const std::string& what);
Interval read_interval(Reading& reading, const Node& node,
                       const std::string& what);

// The variables ($f) that occur.
std::set<std::string> variables_of(const Selector& selector);
std::set<std::string> variables_of(const Interval& interval);

}  // namespace picket
