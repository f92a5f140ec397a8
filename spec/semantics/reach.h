// Steps that may still come: from the text of the program, and from where a
// context stands.
//
// Must not know: what the steps are looked for.
#pragma once

#include <vector>

#include "spec/model/state.h"
#include "spec/semantics/program.h"

namespace picket {

// Steps the context could still reach from where it stands: through calls,
// callbacks it would run, work it would queue. Sorted; an unstarted thread
// reaches its whole body. `gives_no_more`: the operation that it stands in has
// done all that could help others.
std::vector<StepId> reachable_steps(const Program& program, const Word* state,
                                    ContextId context,
                                    bool gives_no_more = false);

// The same of a function that begins.
std::vector<StepId> steps_from(const Scenario& scenario, FunctionId function);

// Of those, what its context itself executes, not what it has others execute.
std::vector<StepId> own_steps_from(const Scenario& scenario,
                                   FunctionId function);

// May a context with this body queue an irq_work?
bool may_queue_irq_work(const Scenario& scenario, FunctionId body);

}  // namespace picket
