// The JSON Schema (draft-07) of scenario files, for editors: every section,
// operation and attribute with its description. The reader stays the
// authority; what a schema cannot say, names and flow, only the reader checks.
#pragma once

#include <string>

namespace picket {

std::string json_schema();

}  // namespace picket
