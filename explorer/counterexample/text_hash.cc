#include "explorer/counterexample/text_hash.h"

#include <cstdio>

namespace picket {

void TextHash::add(const std::string& text) {
  const auto mix = [this](unsigned char c) {
    value_ = (value_ ^ c) * 0x100000001b3ull;
  };
  for (const char c : text) mix(static_cast<unsigned char>(c));
  mix(0);
}

std::string TextHash::hex() const {
  char text[20];
  std::snprintf(text, sizeof text, "%016llx",
                static_cast<unsigned long long>(value_));
  return text;
}

std::string text_hash(const std::string& text) {
  TextHash hash;
  hash.add(text);
  return hash.hex();
}

}  // namespace picket
