// From bytes to node trees. document.cc is the only file that includes
// yaml-cpp; it reports everything YAML allows and scenarios do not: duplicate
// keys, tags, anchors, aliases, merge keys, endless nesting, other encodings.
//
// Must not know: scenarios.
#pragma once

#include <string>
#include <vector>

#include "spec/yaml/node.h"

namespace picket {

struct ParsedText {
  std::vector<NodePtr> documents;  // only those without a mistake
  Mistakes mistakes;
};

// Any bytes are safe: the result is documents or mistakes.
ParsedText parse_documents(const std::string& name, const std::string& text);

}  // namespace picket
