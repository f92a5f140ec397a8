#include "spec/base/fingerprint.h"

#include <cstdlib>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace picket {

std::uint64_t hash_seed() {
  static const std::uint64_t seed = [] {
    const char* text = std::getenv("PICKET_HASH_SEED");
    return text ? std::strtoull(text, nullptr, 0) : 0ULL;
  }();
  return seed;
}

Fingerprint fingerprint(const void* data, std::size_t bytes) {
  const XXH128_hash_t hash = XXH3_128bits_withSeed(data, bytes, hash_seed());
  return {hash.low64, hash.high64};
}

}  // namespace picket
