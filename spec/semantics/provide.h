// Who could still give a blocked context what it waits for (LANGUAGE section 5,
// root and consequence): from the text of the program and the present state.
//
// Must not know: schedules, findings.
#pragma once

#include <vector>

#include "spec/model/effect.h"
#include "spec/model/state.h"
#include "spec/semantics/program.h"

namespace picket {

// Contexts that hold what `context` wants, or are queued before it and thereby
// block it.
std::vector<ContextId> holders(const Program& program, const Word* state,
                               ContextId context, const Want& want);

// Could executing `step` give `context` what it wants? By operation and object
// only; a lock that is held is its holder's to give, not a step's.
bool could_provide(const Scenario& scenario, const Step& step, const Want& want,
                   ContextId context);

// Can the name in that step stand for the fence? The kernel's own code names
// none but itself.
bool step_may_mean(const Scenario& scenario, const Step& step, ObjectId name,
                   ObjectId fence);

// The fences inside of a container that it still waits for: directly, and, of
// containers inside of it, theirs. Empty for any other fence.
std::vector<ObjectId> missing_inside(const Program& program, const Word* state,
                                     ObjectId fence);

}  // namespace picket
