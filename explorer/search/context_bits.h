// A set of contexts, as bits.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

namespace picket {

class ContextBits {
 public:
  explicit ContextBits(std::size_t contexts = 0)
      : words_((contexts + 63) / 64) {}

  bool has(std::size_t c) const { return (words_[c / 64] >> (c % 64)) & 1; }
  void add(std::size_t c) { words_[c / 64] |= std::uint64_t{1} << (c % 64); }
  void clear() { words_.assign(words_.size(), 0); }

  // Calls visit(context) for each that is here and not in `other`; what it adds
  // to `other` meanwhile is left out only from the next 64 on.
  template <class Visit>
  void each_not_in(const ContextBits& other, const Visit& visit) const {
    for (std::size_t w = 0; w < words_.size(); ++w)
      for (std::uint64_t rest = words_[w] & ~other.words_[w]; rest != 0;
           rest &= rest - 1)
        visit(w * 64 + static_cast<std::size_t>(std::countr_zero(rest)));
  }

 private:
  std::vector<std::uint64_t> words_;
};

}  // namespace picket
