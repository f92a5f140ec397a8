// A state in fewer bytes: every word as one byte if all of them fit, else as
// two, else as four. Equal states have equal packed forms and different states
// different ones, so a fingerprint of the packed form is one of the state.
//
// Must not know: what the words mean.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "spec/model/state.h"

namespace picket {

// Bytes per word that the state needs: 1, 2 or 4.
inline std::size_t packed_width(const Word* words, std::size_t n) {
  Word high = 0;
  for (std::size_t i = 0; i < n; ++i) high |= words[i] ^ (words[i] >> 31);
  return high < 0x80 ? 1 : high < 0x8000 ? 2 : 4;
}

template <class Narrow>
void narrow(const Word* words, std::size_t n, unsigned char* to) {
  for (std::size_t i = 0; i < n; ++i) {
    const Narrow value = static_cast<Narrow>(words[i]);
    std::memcpy(to + i * sizeof(Narrow), &value, sizeof(Narrow));
  }
}

template <class Narrow>
void widen(const unsigned char* from, std::size_t n, Word* words) {
  for (std::size_t i = 0; i < n; ++i) {
    Narrow value;
    std::memcpy(&value, from + i * sizeof(Narrow), sizeof(Narrow));
    words[i] = value;
  }
}

// Packs into `to`, which has room for n words; returns the number of bytes.
inline std::size_t pack(const Word* words, std::size_t n, unsigned char* to) {
  const std::size_t width = packed_width(words, n);
  if (width == 1)
    narrow<std::int8_t>(words, n, to);
  else if (width == 2)
    narrow<std::int16_t>(words, n, to);
  else
    narrow<std::int32_t>(words, n, to);
  return n * width;
}

inline void unpack(const unsigned char* from, std::size_t bytes, std::size_t n,
                   Word* words) {
  if (bytes == n)
    widen<std::int8_t>(from, n, words);
  else if (bytes == 2 * n)
    widen<std::int16_t>(from, n, words);
  else
    widen<std::int32_t>(from, n, words);
}

}  // namespace picket
