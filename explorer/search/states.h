// Every reachable state once, level by level, so that the first way found to a
// state is a shortest one. Decides deadlock, hang, misuse, assertion; and
// livelock as a fair cycle.
//
// Reduced by stubborn sets (Valmari; Godefroid: persistent sets): from each
// state only contexts that nothing outside the set can interfere with. In a
// scenario that can go round in a cycle, every transition is taken instead.
#pragma once

#include "explorer/search/search.h"

namespace picket {

SearchSummary search_states(const Program& program,
                            const SearchOptions& options, Visitor& visitor,
                            bool reduce = true);

}  // namespace picket
