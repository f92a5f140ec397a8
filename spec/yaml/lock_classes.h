// Lock, ww and fence classes by name.
#pragma once

#include <string>

#include "spec/yaml/reading.h"

namespace picket {

// Does some object belong to this class, or is it `dma_fence`?
bool has_class(const Reading& reading, const std::string& name);

// A scalar that names a class; invalid after a mistake.
ClassId read_class(Reading& reading, const Node& node);

}  // namespace picket
