// An object could block a fence, and yet it does not here: what prevents it? A
// lock, an order or a time-out does if without it the fence can be blocked.
#pragma once

#include <string>
#include <vector>

#include "explorer/search/search.h"

namespace picket {

struct ChainBreak {
  // "the gate lock mutex g (lines 4, 9)"; "the time-out of a's wait (line 5)";
  // "the order: b comes to wait_for_completion(z) first (line 7)".
  std::string words;
  std::vector<std::string> chain;  // that it breaks, see chain_words()
};

// Each is enough by itself. None: it takes several, or nothing was found within
// the limits.
std::vector<ChainBreak> what_breaks_it(const Scenario& scenario,
                                       ObjectId object, ObjectId fence,
                                       const SearchOptions& options);

}  // namespace picket
