// "did you mean": the closest of a list of known names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace picket {

// The known name nearest to `word` by edit distance (a swap of neighbours
// counts one), or "" if none is near enough to be a typing mistake. Ties go to
// the first in `known`.
std::string closest_name(std::string_view word,
                         const std::vector<std::string>& known);

}  // namespace picket
