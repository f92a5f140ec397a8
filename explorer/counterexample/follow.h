// Following a witness on a scenario that may have been edited since: by the
// names of contexts and the words of steps, not by numbers.
#pragma once

#include <string>
#include <vector>

#include "explorer/counterexample/replay.h"
#include "explorer/counterexample/witness.h"

namespace picket {

struct Followed {
  Replay replay;
  // Where the scenario no longer matches, one sentence each. Empty: followed
  // exactly as it was written.
  std::vector<std::string> differences;
};

// `strict`: stops at the first difference. Else steps that were added are
// taken along, steps that were removed are left out.
Followed follow(const Program& program, const Witness& witness, bool strict);

}  // namespace picket
