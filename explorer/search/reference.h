// Every interleaving, one after another, nothing clever: the oracle for the
// other searches. Only for small scenarios.
#pragma once

#include "explorer/search/search.h"

namespace picket {

SearchSummary search_reference(const Program& program,
                               const SearchOptions& options, Visitor& visitor);

}  // namespace picket
