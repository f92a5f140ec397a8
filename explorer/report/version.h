// Versions, as CMake knows them when picket is built.
#pragma once

#include <string_view>

namespace picket {

std::string_view picket_version();
std::string_view z3_version();
std::string_view yaml_version();

}  // namespace picket
