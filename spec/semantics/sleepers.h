// Which contexts may ever queue on which wait queues: what follows from the
// text of a scenario alone.
//
// Must not know: states.
#pragma once

#include <vector>

#include "spec/model/scenario.h"

namespace picket {

struct Sleepers {
  std::vector<std::vector<ContextId>> of_queue;   // by object
  std::vector<std::vector<ObjectId>> of_context;  // by context
};

Sleepers sleepers(const Scenario& scenario,
                  const std::vector<std::vector<ContextId>>& runners);

}  // namespace picket
