// The text of a scenario as a tree of scalars, lists and mappings, each with
// its place in the file.
//
// Must not know: yaml-cpp, what the keys mean.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "spec/yaml/mistakes.h"

namespace picket {

struct Node;
using NodePtr = std::shared_ptr<const Node>;
struct Entry;

struct Node {
  enum class Kind { null, scalar, sequence, map };
  Kind kind = Kind::null;
  std::string text;     // scalar
  bool quoted = false;  // scalar in quotes, or a block of text
  bool flow = false;    // sequence or map in brackets
  SourceSpan span;      // as written, quotes included
  // Column of the first character of `text` if it stands in the file letter
  // by letter on one line, else 0.
  int text_column = 0;
  std::shared_ptr<const std::string> file;
  std::vector<NodePtr> items;  // sequence
  std::vector<Entry> entries;  // map, in file order

  bool is_null() const { return kind == Kind::null; }
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_sequence() const { return kind == Kind::sequence; }
  bool is_map() const { return kind == Kind::map; }
};

struct Entry {
  NodePtr key;  // a scalar
  NodePtr value;
  // Set by a variant: this entry is one member of a family that another entry
  // of the same mapping declares.
  bool member = false;
};

// The value of `key`, or null.
NodePtr find(const Node& map, const std::string& key);

Place place_of(const Node& node);
// A stretch of a scalar's text.
Place place_in(const Node& node, std::size_t begin, std::size_t end);

// "a list", "a mapping", "nothing", "the text `x`".
std::string what_is(const Node& node);

int last_line(const Node& node);

}  // namespace picket
