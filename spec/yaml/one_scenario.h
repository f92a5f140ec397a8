// One scenario, base or variant, from its node tree: the order in which its
// parts are read.
#pragma once

#include "spec/yaml/reading.h"

namespace picket {

// `reading` knows the file and local_names; afterwards it holds the scenario
// and the mistakes.
void read_one_scenario(Reading& reading, const Node& root,
                       const std::map<std::string, std::int32_t>& parameters);

}  // namespace picket
