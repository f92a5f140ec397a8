#include "explorer/search/branch.h"

namespace picket {

Branch share_prefix(Branch& branch, std::size_t depth) {
  for (std::size_t d = 0; d <= depth; ++d) branch.places[d].shared = true;
  Branch copy;
  const auto n = static_cast<std::ptrdiff_t>(depth);
  copy.trace.contexts = branch.trace.contexts;
  copy.trace.events.assign(branch.trace.events.begin(),
                           branch.trace.events.begin() + n);
  copy.trace.clocks.assign(
      branch.trace.clocks.begin(),
      branch.trace.clocks.begin() +
          n * static_cast<std::ptrdiff_t>(branch.trace.contexts));
  copy.places.assign(branch.places.begin(), branch.places.begin() + n + 1);
  copy.trace.crashed = copy.here().crashed;
  copy.trace.limited = copy.here().limited;
  return copy;
}

}  // namespace picket
