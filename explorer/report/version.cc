#include "explorer/report/version.h"

namespace picket {

std::string_view picket_version() { return PICKET_VERSION; }
std::string_view z3_version() { return PICKET_Z3_VERSION; }
std::string_view yaml_version() { return PICKET_YAML_VERSION; }

}  // namespace picket
