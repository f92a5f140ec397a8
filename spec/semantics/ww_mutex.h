// ww_mutex, and the lock of a dma_resv, which is one: their words.
//
// Words: the owner (context + 1), its transaction (object + 1; 0: it took the
// lock without one), how many transactions wait, and for each context the
// transaction with which it waits here (object + 1). The kernel keeps the
// waiters in a list sorted by stamp; the stamps say the same. Behind these
// words a dma_resv has its own, see resv.cc.
#pragma once

#include "spec/semantics/run.h"

namespace picket {

struct WwLock {
  Word& owner;
  Word& ctx;
  Word& waiting;
  Word* waiters;  // one per context
};

inline WwLock ww_lock(Run& run, ObjectId lock) {
  Word* w = run.block(lock);
  return {w[0], w[1], w[2], w + 3};
}

// The words of the lock part; the rest of a dma_resv begins here.
inline std::int32_t ww_lock_words(const Run& run) {
  return 3 + static_cast<std::int32_t>(run.scenario().contexts.size());
}

}  // namespace picket
