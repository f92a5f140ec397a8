#include "spec/yaml/node.h"

#include <algorithm>

namespace picket {

NodePtr find(const Node& map, const std::string& key) {
  for (const Entry& entry : map.entries)
    if (entry.key->text == key) return entry.value;
  return nullptr;
}

Place place_of(const Node& node) {
  return {node.file ? *node.file : "", node.span};
}

Place place_in(const Node& node, std::size_t begin, std::size_t end) {
  Place place = place_of(node);
  if (node.text_column == 0) return place;
  place.span.column = node.text_column + static_cast<int>(begin);
  place.span.length = std::max(1, static_cast<int>(end - begin));
  return place;
}

std::string what_is(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null: return "nothing";
    case Node::Kind::scalar:
      return node.text.empty() ? "an empty text" : in_quotes(node.text);
    case Node::Kind::sequence: return "a list";
    case Node::Kind::map: return "a mapping";
  }
  return "";
}

int last_line(const Node& node) {
  int line = node.span.line;
  for (const NodePtr& item : node.items)
    line = std::max(line, last_line(*item));
  for (const Entry& entry : node.entries)
    line = std::max({line, last_line(*entry.key), last_line(*entry.value)});
  return line;
}

}  // namespace picket
