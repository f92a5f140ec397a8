// A transition in the scenario's words: what a column of the failure screen
// and a line of a witness file say.
#pragma once

#include <string>

#include "explorer/counterexample/replay.h"
#include "spec/model/scenario.h"

namespace picket {

// "mutex_lock(m)"; "(starts)" for a worker that begins, "(ends)" for a body
// that leaves. The words of a witness file: they do not depend on results.
std::string step_words(const Scenario& scenario, StepId step,
                       Moment::Kind kind);

// The same with what came of it: "mutex_trylock(m) = 0", "if (x == 1): no".
std::string moment_text(const Scenario& scenario, const Moment& moment);

// The line it stands on; for a worker that begins, that of its function. 0 if
// there is none.
int line_of(const Scenario& scenario, ContextId context, StepId step);

}  // namespace picket
