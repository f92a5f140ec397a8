// Rules of order: which pattern, its parts, its options.
#pragma once

#include "spec/yaml/reading.h"

namespace picket {

void read_rules(Reading& reading, const Node* map);

}  // namespace picket
