// Rules of order: which pattern, its parts, its options.
#pragma once

#include <optional>

#include "spec/yaml/reading.h"

namespace picket {

// After the steps: what a rule selects becomes an event of its own, also
// where the search would have run it together with the step before.
void read_rules(Reading& reading, const Node* map, const Node* rule_sets);

// The rule that stands there; nothing after a mistake.
std::optional<Rule> rule_at(Reading& reading, const Node& key, const Node& map);

}  // namespace picket
