// The typed cursor over nodes: is the value of the expected kind, are all keys
// known, are the required ones there?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "spec/yaml/node.h"

namespace picket {

// Each reports `wrong-type` and returns false for another kind of node.
// `what` names the value: "`threads`", "an object's attributes".
bool expect_map(Mistakes& mistakes, const Node& node, const std::string& what);
bool expect_list(Mistakes& mistakes, const Node& node, const std::string& what);
bool expect_text(Mistakes& mistakes, const Node& node, const std::string& what);

// Reports every key that is not in `known`. `where` completes "is not known".
void expect_keys(Mistakes& mistakes, const Node& map,
                 const std::vector<std::string>& known,
                 const std::string& where);

// The entry of `key`, or null.
const Entry* find_entry(const Node& map, const std::string& key);
// The same, reporting `missing-key` at `owner`.
const Entry* require_entry(Mistakes& mistakes, const Node& map,
                           const std::string& key, const Place& owner,
                           const std::string& what);

// `true` or `false`; anything else is a mistake.
std::optional<bool> read_bool(Mistakes& mistakes, const Node& node,
                              const std::string& what);

// One of `allowed`; anything else is a mistake.
bool expect_word(Mistakes& mistakes, const Node& node,
                 const std::vector<std::string>& allowed,
                 const std::string& what);

}  // namespace picket
