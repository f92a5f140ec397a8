// The parts of a scenario that stand for themselves: its name and prose, the
// configuration, the limits, the parameters.
#pragma once

#include "spec/yaml/reading.h"

namespace picket {

void read_header(Reading& reading, const Node& root);
void read_config(Reading& reading, const Node* map);
void read_limits(Reading& reading, const Node* map);

// `given` are values from outside the file, which win.
void read_parameters(Reading& reading, const Node* map,
                     const std::map<std::string, std::int32_t>& given);

}  // namespace picket
