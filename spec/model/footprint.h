// What one transition touches: the basis of dependence.
//
// Two transitions of different contexts are dependent in a state iff their
// footprints there conflict. Locations are numbered by semantics/layout; an
// `add` is an increment whose result nobody sees in that transition, so two of
// them commute (two complete(), two atomic_inc()).
#pragma once

#include <array>
#include <cstdint>

namespace picket {

struct Footprint {
  // Scenarios with more locations than bits share bits: that only makes more
  // steps dependent, never fewer (docs/limits.md).
  static constexpr std::size_t kWords = 4;
  static constexpr std::uint32_t kBits = kWords * 64;

  std::array<std::uint64_t, kWords> reads{};
  std::array<std::uint64_t, kWords> writes{};
  std::array<std::uint64_t, kWords> adds{};

  static constexpr std::size_t word(std::uint32_t location) {
    return (location % kBits) / 64;
  }
  static constexpr std::uint64_t bit(std::uint32_t location) {
    return std::uint64_t{1} << (location % 64);
  }
  void read(std::uint32_t location) { reads[word(location)] |= bit(location); }
  void write(std::uint32_t location) {
    writes[word(location)] |= bit(location);
  }
  void unwrite(std::uint32_t location) {
    writes[word(location)] &= ~bit(location);
  }
  void add(std::uint32_t location) { adds[word(location)] |= bit(location); }
  void clear() { *this = Footprint{}; }
  // Nothing was changed after all: it only looked.
  void only_looked() {
    for (std::size_t i = 0; i < kWords; ++i) reads[i] |= writes[i] | adds[i];
    writes = adds = {};
  }
};

inline void join(Footprint& into, const Footprint& from) {
  for (std::size_t i = 0; i < Footprint::kWords; ++i) {
    into.reads[i] |= from.reads[i];
    into.writes[i] |= from.writes[i];
    into.adds[i] |= from.adds[i];
  }
}

inline bool conflict(const Footprint& a, const Footprint& b) {
  std::uint64_t hit = 0;
  for (std::size_t i = 0; i < Footprint::kWords; ++i) {
    hit |= a.writes[i] & (b.writes[i] | b.reads[i] | b.adds[i]);
    hit |= b.writes[i] & (a.reads[i] | a.adds[i]);
    hit |= (a.adds[i] & b.reads[i]) | (a.reads[i] & b.adds[i]);
  }
  return hit != 0;
}

}  // namespace picket
