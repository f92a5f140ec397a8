// How a replayed schedule ends: what is wrong with its last state.
#pragma once

#include <string>
#include <vector>

#include "explorer/check/result.h"
#include "explorer/counterexample/replay.h"

namespace picket {

struct Ending {
  std::vector<std::string> findings;    // in the words of `expect`
  std::vector<BlockedContext> blocked;  // with whom they wait for
};

// Nothing if somebody could still go on. Rules are not judged.
Ending ending_of(const Program& program, const Replay& replay);

}  // namespace picket
