// The finding that the goldens of all reports show.
#pragma once

#include "tests/support/made_check.h"
#include "tests/support/protocols.h"

namespace picket::test {

// commit_tail and evict deadlock over resv and flip; other waits behind them.
inline Finding& find_inversion(MadeCheck& made) {
  Finding& f = made.find(FindingCode::deadlock, {"commit_tail", "evict"},
                         "commit_tail evict", 8);
  f.message = "commit_tail and evict wait for each other";
  made.blocked(f, "commit_tail", 8, "dma_resv resv, held by evict", {"evict"});
  made.blocked(f, "evict", 14,
               "dma_fence flip, which commit_tail would signal (line 10)",
               {"commit_tail"});
  made.blocked(f, "other", 17, "dma_resv resv, held by evict", {"evict"},
               false);
  return f;
}

// The rule is broken in an order where the worker has already begun.
inline Finding& find_broken_rule(MadeCheck& made) {
  Finding& f =
      made.find(FindingCode::rule, {"no-resv"}, "commit_tail commit_tail", 8);
  f.message = "dma_resv_lock(resv) happens inside signalling";
  f.at = {EventId(std::size_t{0}), EventId(std::size_t{1})};
  return f;
}

}  // namespace picket::test
