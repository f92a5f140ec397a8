// A set of contexts, in as many words of the state as it takes.
//
// Must not know: what the contexts have in common.
#pragma once

#include "spec/base/id.h"
#include "spec/model/state.h"

namespace picket {

// Words of such a set among that many contexts.
constexpr std::int32_t set_words(std::size_t contexts) {
  return static_cast<std::int32_t>((contexts + 31) / 32);
}

// A view: of no words, it is empty and stays so.
class ContextSet {
 public:
  ContextSet(Word* words, std::int32_t size) : words_(words), size_(size) {}

  bool has(ContextId c) const {
    return size_ > 0 && (words_[c.index() / 32] & bit(c)) != 0;
  }
  bool empty() const {
    for (std::int32_t i = 0; i < size_; ++i)
      if (words_[i] != 0) return false;
    return true;
  }
  void insert(ContextId c) {
    if (size_ > 0) words_[c.index() / 32] |= bit(c);
  }
  void erase(ContextId c) {
    if (size_ > 0) words_[c.index() / 32] &= ~bit(c);
  }

 private:
  static Word bit(ContextId c) {
    return static_cast<Word>(1u << (c.index() % 32));
  }

  Word* words_;
  std::int32_t size_;
};

}  // namespace picket
