// A hash that is the same on every machine and in every run: 16 hex digits.
// Not spec/base/fingerprint.h, whose values depend on a seed.
#pragma once

#include <cstdint>
#include <string>

namespace picket {

// FNV-1a.
class TextHash {
 public:
  void add(const std::string& text);
  void add(std::int64_t number) { add(std::to_string(number)); }
  std::string hex() const;

 private:
  std::uint64_t value_ = 0xcbf29ce484222325ull;
};

std::string text_hash(const std::string& text);

}  // namespace picket
