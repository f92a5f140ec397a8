// `expect` and `reports`: what the author says a check will find.
#pragma once

#include "spec/yaml/reading.h"

namespace picket {

// Needs threads, objects and rules, whose names the patterns carry.
void read_expectation(Reading& reading, const Node* node);
void read_reports(Reading& reading, const Node* map);

}  // namespace picket
