// Ways to make a node tree smaller.
//
// Must not know: what the tree means; whoever tries a cut finds out whether
// anything is left of it.
#pragma once

#include <functional>

#include "spec/yaml/node.h"

namespace picket {

// Is the tree still what it has to be?
using StillGood = std::function<bool(const NodePtr&)>;

// Cuts as long as any cut leaves a good tree: parts of mappings and lists, many
// at a time and then one by one; a step in favour of the steps inside it, a
// call in favour of the function's; numbers and ranges that may be smaller. The
// result is good if the tree is.
NodePtr cut_down(NodePtr tree, const StillGood& good);

}  // namespace picket
