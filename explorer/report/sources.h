// The texts of the scenario files, by the name under which the user gave them.
#pragma once

#include <map>
#include <string>

#include "spec/base/diagnostic.h"

namespace picket {

using Sources = std::map<std::string, SourceText>;

// The text of a file; an empty one if it is not known, so that a diagnostic
// is shown without its line rather than not at all.
const SourceText& source_of(const Sources& sources, const std::string& file);

}  // namespace picket
