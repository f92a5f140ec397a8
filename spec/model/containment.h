// Which fences may ever be inside of which others: what follows from the text
// of a scenario alone.
//
// Must not know: states.
#pragma once

#include <vector>

#include "spec/model/scenario.h"

namespace picket {

struct Containment {
  // By object: the fences that may be directly inside of it, sorted.
  std::vector<std::vector<ObjectId>> inside;
  // By object: the containers that it may be inside of, however deep, sorted.
  std::vector<std::vector<ObjectId>> around;
  // By object: everything that it is connected with by being inside of each
  // other, itself included, sorted; empty where that would be itself alone.
  std::vector<std::vector<ObjectId>> related;
};

// Does the fence's memory ever go away, as far as the file says?
bool may_be_freed(const Scenario& scenario, ObjectId fence);

// Can the name stand for the fence: its own, or that of a file or merge?
bool may_mean(const Scenario& scenario, ObjectId name, ObjectId fence);

// The list of fences that a step makes a container of.
const std::vector<ObjectId>& members_of(const Scenario& scenario,
                                        const Step& step);

Containment containment(const Scenario& scenario);

}  // namespace picket
