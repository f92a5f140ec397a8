// How many words the block of each object takes, from the text of the scenario:
// what may ever stand in its lists.
//
// Must not know: where the blocks stand; see layout.h.
#pragma once

#include "spec/semantics/layout.h"

namespace picket {

// Words of the block of one object. Counted in contexts where several of them
// can stand in a list at once.
struct BlockSize {
  std::int32_t words = 0;
  std::int32_t capacity = 0;
};

// Of a layout whose work, containment and containers are known.
BlockSize block_size(const Scenario& scenario, const Layout& layout,
                     ObjectId object);

std::int32_t count_steps(const Scenario& scenario, Op op);

// How often the operation is executed on the object, at most and as far as a
// list of its results has to be foreseen: what goes on in a loop for longer
// limits its context.
std::int32_t most_executions(const Scenario& scenario, Op op, ObjectId object);

}  // namespace picket
