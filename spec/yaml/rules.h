// Rules of order: which pattern, its parts, its options.
#pragma once

#include "spec/yaml/reading.h"

namespace picket {

// After the steps: what a rule selects becomes an event of its own, also
// where the search would have run it together with the step before.
void read_rules(Reading& reading, const Node* map);

}  // namespace picket
