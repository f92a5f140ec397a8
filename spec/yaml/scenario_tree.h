// The node tree of one check as one document of its own: what it includes in
// place, its variant laid over the base.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "spec/yaml/node.h"

namespace picket {

// `check` is the name of a base or of a variant ("s", "s/fixed") in the file;
// the parameters have the values given. Null if the file has no such check or
// cannot be read. A check whose variant replaces single members of a family
// has no such form: null, too.
NodePtr scenario_tree(const std::string& path, const std::string& check,
                      const std::map<std::string, std::int32_t>& parameters);

// The tree as YAML, with quotes where they are needed.
std::string to_yaml(const Node& root);

}  // namespace picket
