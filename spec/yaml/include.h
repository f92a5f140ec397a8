// `include`: another file's declarations merged into this one's node tree.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "spec/yaml/node.h"

namespace picket {

// The files read so far, for carets.
using Sources = std::map<std::string, SourceText>;

// The bytes of a file, at most a little more than a scenario may have.
std::optional<std::string> read_bytes(const std::string& path);

// `root` with everything that its `include` names, in its own place.
NodePtr with_includes(Mistakes& mistakes, const NodePtr& root,
                      Sources& sources);

}  // namespace picket
