// Livelock by definition: a walk through states that goes round for ever, in
// which every context that can move in all of its states does move.
//
// Must not know: how a search finds one.
#pragma once

#include <set>
#include <string>

#include "spec/model/schedule.h"
#include "tests/oracle/state_graph.h"

namespace picket::oracle {

// The threads that some such walk never lets finish, as keys of findings. Tries
// every set of contexts as those that move.
std::set<std::string> livelocks(const Program& program,
                                const StateGraph& graph);

// What is wrong with a schedule that is said to repeat fairly from choice
// `loop` on while just `movers` move; "" if nothing is.
std::string broken_lasso(const Program& program,
                         const std::vector<ContextId>& movers,
                         const Schedule& lasso, std::size_t loop);

}  // namespace picket::oracle
