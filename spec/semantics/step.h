// The meaning of a scenario: its first state, and what one context may do next.
//
// A context's next transition is one indivisible piece of an operation, as the
// kernel divides it (LANGUAGE section 3), together with the control flow behind
// it that touches nothing shared. All functions are thread-safe on different
// states and never allocate.
#pragma once

#include "spec/model/effect.h"
#include "spec/model/state.h"
#include "spec/semantics/control_word.h"
#include "spec/semantics/program.h"

namespace picket {

State initial_state(const Program& program);

// Attempts the next transition of `context`, in place. `alternative` counts
// from 0; Effect::alternatives tells how many there are (also when blocked).
// On `blocked` the state is unchanged; on `crashed` and `limited` only the
// context's status is. A context that has nothing to do is blocked with
// Want::Kind::nothing.
Outcome step(const Program& program, Word* state, ContextId context,
             int alternative, Effect& effect);

// The same as if the context had its CPU for itself: what else does it wait
// for?
Outcome step_regardless_of_cpu(const Program& program, Word* state,
                               ContextId context, int alternative,
                               Effect& effect);

// Has the context ended: finished, crashed, limited, or an idle worker?
bool at_rest(const Program& program, const Word* state, ContextId context);

inline Status status(const Program& program, const Word* state,
                     ContextId context) {
  const auto at = program.layout.contexts[context.index()].control;
  return Control::unpack(state[at]).status;
}

// The step the context stands at; none if at rest.
StepId position(const Program& program, const Word* state, ContextId context);

}  // namespace picket
