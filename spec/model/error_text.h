// The error numbers that operations return, by name.
#pragma once

#include <cstdint>
#include <string>

namespace picket {

// -35 as "-EDEADLK"; values that are no such error as numbers.
std::string error_text(std::int32_t value);

}  // namespace picket
