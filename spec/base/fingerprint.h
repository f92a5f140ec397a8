// 128-bit fingerprints of flat memory (XXH3). Two different states share one
// with probability about n^2 / 2^129 for n states: 10^-21 for a billion.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

namespace picket {

struct Fingerprint {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  friend auto operator<=>(const Fingerprint&, const Fingerprint&) = default;
};

// Thread-safe. `seed` changes the values, never the meaning: results of a
// check must not depend on it (PICKET_HASH_SEED sets it in tests).
Fingerprint fingerprint(const void* data, std::size_t bytes);

std::uint64_t hash_seed();

}  // namespace picket
