// Claims: what cannot block a fence, what can.
#pragma once

#include "spec/yaml/reading.h"

namespace picket {

void read_claims(Reading& reading, const Node* map);

}  // namespace picket
