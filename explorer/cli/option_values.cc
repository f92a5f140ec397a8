#include "explorer/cli/option_values.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace picket {
namespace {

// The number at the front of the text, and what follows it.
template <class Number>
std::optional<std::pair<Number, std::string>> number_and_rest(
    const std::string& text) {
  Number value{};
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  if (parsed.ec != std::errc{}) return std::nullopt;
  return std::make_pair(value, std::string(parsed.ptr, end));
}

bool is_name(const std::string& text) {
  if (text.empty()) return false;
  for (char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    if (!letter && !digit && c != '_') return false;
  }
  return text[0] < '0' || text[0] > '9';
}

}  // namespace

std::optional<double> parse_seconds(const std::string& text) {
  const auto parsed = number_and_rest<double>(text);
  if (!parsed) return std::nullopt;
  const auto& [value, unit] = *parsed;
  double factor = 0;
  if (unit.empty() || unit == "s") factor = 1;
  if (unit == "m") factor = 60;
  if (unit == "h") factor = 3600;
  const double seconds = value * factor;
  if (!std::isfinite(seconds) || seconds <= 0) return std::nullopt;
  return seconds;
}

std::optional<std::size_t> parse_bytes(const std::string& text) {
  const auto parsed = number_and_rest<std::uint64_t>(text);
  if (!parsed) return std::nullopt;
  const auto& [value, unit] = *parsed;
  int shift = -1;
  if (unit.empty()) shift = 0;
  if (unit == "K" || unit == "k") shift = 10;
  if (unit == "M") shift = 20;
  if (unit == "G") shift = 30;
  if (shift < 0 || value == 0) return std::nullopt;
  if (value > (std::numeric_limits<std::size_t>::max() >> shift))
    return std::nullopt;
  return static_cast<std::size_t>(value << shift);
}

std::optional<std::pair<std::string, std::int32_t>> parse_definition(
    const std::string& text) {
  const auto equals = text.find('=');
  if (equals == text.npos) return std::nullopt;
  const std::string name = text.substr(0, equals);
  const auto value = number_and_rest<std::int32_t>(text.substr(equals + 1));
  if (!is_name(name) || !value || !value->second.empty()) return std::nullopt;
  return std::make_pair(name, value->first);
}

}  // namespace picket
