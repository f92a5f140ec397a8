// Words of the language of Graphviz.
#pragma once

#include <string>

namespace picket {

// A quoted name or label: any text, as itself.
std::string dot_quoted(const std::string& text);

}  // namespace picket
