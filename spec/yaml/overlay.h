// A variant laid over its base: node trees in, a node tree out, so that base
// and variant are read by the same code.
#pragma once

#include "spec/yaml/node.h"

namespace picket {

// `base` is the whole scenario; its `variants`, `expect` and `reports` are
// left out of the result unless the variant has its own.
NodePtr overlay(Mistakes& mistakes, const Node& base, const Node& variant);

}  // namespace picket
