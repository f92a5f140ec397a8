// picket export promela: a scenario as a Promela model that SPIN verifies.
//
// The model is made from the text of the scenario and from what the kernel's
// primitives do, which promela/*.pml says once more in Promela. It knows
// nothing of spec/semantics, so that SPIN's verdict on it is an independent
// one. What cannot be said in it is a problem with its place, never left out.
//
// Must not know: states, searches, how picket steps.
#pragma once

#include <string>
#include <vector>

#include "spec/base/source_span.h"
#include "spec/model/scenario.h"

namespace picket {

struct PromelaProblem {
  std::string file;
  SourceSpan span;
  std::string text;  // what the model cannot say, or does not
};

struct PromelaModel {
  std::string text;                      // empty: there are problems
  std::vector<PromelaProblem> problems;  // in order of the file
  // What the model does not look at, though it is a faithful one: rules.
  std::vector<PromelaProblem> notes;
};

PromelaModel promela_model(const Scenario& scenario);

}  // namespace picket
