// A name of a scenario, and everything that would be left hanging without it.
//
// Must not know: what the names stand for, beyond where they can stand.
#pragma once

#include <string>
#include <vector>

#include "spec/yaml/node.h"

namespace picket {

// What a section declares, as `objects: {a: .., "t[i=0..2]": ..}` names it:
// "a", "t".
std::vector<std::string> declared_in(const Node& root,
                                     const std::string& section);

// The tree without the entry of that name and without every step that mentions
// it, or one of its members.
NodePtr without_name(const NodePtr& root, const std::string& section,
                     const std::string& name);

// The object `item`, which runs a function later, as a thread of that name that
// has the function's steps: nobody queues or arms it any more. Null if it is
// no such object.
NodePtr item_as_thread(const NodePtr& root, const std::string& item);

// The steps of thread `second` behind those of `first`. Null if one of them is
// more than a list of steps.
NodePtr merged_threads(const NodePtr& root, const std::string& first,
                       const std::string& second);

}  // namespace picket
