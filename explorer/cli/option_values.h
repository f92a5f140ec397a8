// Values of options that are more than a number or a word.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace picket {

// "90", "1.5", "90s", "2m", "1h".
std::optional<double> parse_seconds(const std::string& text);

// "1000000", "512K", "512M", "2G".
std::optional<std::size_t> parse_bytes(const std::string& text);

// "waiters=3".
std::optional<std::pair<std::string, std::int32_t>> parse_definition(
    const std::string& text);

}  // namespace picket
