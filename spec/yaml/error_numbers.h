// The kernel's error numbers by name, as expressions write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace picket {

// EDEADLK -> 35; positive, as in C.
std::optional<std::int32_t> error_number(std::string_view name);
std::vector<std::string> error_names();

}  // namespace picket
