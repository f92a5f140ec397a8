// Allocation, and what direct reclaim runs in the allocating thread.
//
// Follows include/linux/sched/mm.h (might_alloc, current_gfp_context) and
// mm/page_alloc.c of Linux 6.12.
// Word of a context (ContextLayout::memalloc): how many scopes of each kind are
// open; direct reclaim itself counts as a noreclaim scope (PF_MEMALLOC).
#pragma once

#include <cstdint>
#include <string_view>

#include "spec/semantics/run.h"

namespace picket {

enum class Gfp : std::uint8_t { kernel, nofs, noio, nowait, atomic };

Gfp gfp_named(std::string_view word);  // "GFP_KERNEL", …

// May the allocation sleep, that is: enter direct reclaim?
constexpr bool may_block(Gfp gfp) { return gfp <= Gfp::noio; }

// An allocation inside an operation.
struct Allocation {
  Gfp gfp = Gfp::kernel;
  int stage = 1;  // where the operation goes on while reclaim is running
  int word = 1;   // its scratch word that counts the functions run; not 0
};

// Attempts the next transition of an allocation that is part of an operation.
// The operation calls this at the stage where it allocates and again, with the
// same arguments, whenever it finds itself at `stage`, until the answer is
//
//   done     there is memory. Nothing else was changed, so the operation may go
//            on in this same transition. If reclaim could have run, this is a
//            choice (effect.alternatives is 2: 0 without, 1 with reclaim), so
//            what it merges must not be a choice of its own.
//   called   a function of `reclaim` was pushed: return this as it is.
//   crashed  the context may not sleep (misuse).
//   limited  callbacks nest too deep: return it.
//
// Small allocations that may block never fail. Scratch word 0 is overwritten;
// scratch word `word` is zero before and after. The operation must be listed in
// may_reclaim() and have these words in scratch_words() (semantics/frame.cc).
Act allocate(Run& run, const Allocation& allocation);

// The scopes open in this context.
struct Scopes {
  std::int32_t noreclaim = 0;  // memalloc_noreclaim_save, direct reclaim
  std::int32_t nofs = 0;
  std::int32_t noio = 0;

  static Scopes unpack(Word w) {
    return {w & 255, (w >> 8) & 255, (w >> 16) & 255};
  }
  Word pack() const {
    return static_cast<Word>(noreclaim | (nofs << 8) | (noio << 16));
  }
};

Scopes scopes(const Run& run);

}  // namespace picket
