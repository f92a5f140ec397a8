#include "explorer/counterexample/file_name.h"

#include <cstdint>

namespace picket {
namespace {

constexpr std::size_t kLongest = 160;

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '_' || c == '-';
}

std::string plain(const std::string& text) {
  std::string part;
  for (char c : text) {
    if (is_plain(c))
      part += c;
    else if (!part.empty() && part.back() != '.')
      part += '.';
  }
  while (!part.empty() && part.back() == '.') part.pop_back();
  return part;
}

}  // namespace

std::string file_name(const std::string& words) {
  const std::string name = plain(words);
  if (name.size() <= kLongest) return name;
  std::uint64_t rest = 0;  // what is cut off
  for (char c : name.substr(kLongest))
    rest = rest * 131 + static_cast<unsigned char>(c);
  return name.substr(0, kLongest) + "." + std::to_string(rest);
}

}  // namespace picket
