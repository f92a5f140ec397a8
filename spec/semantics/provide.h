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

// Steps the context could still reach from where it stands: through calls,
// callbacks it would run, work it would queue. Sorted; an unstarted thread
// reaches its whole body.
std::vector<StepId> reachable_steps(const Program& program, const Word* state,
                                    ContextId context);

// The same of a function that begins.
std::vector<StepId> steps_from(const Scenario& scenario, FunctionId function);

}  // namespace picket
