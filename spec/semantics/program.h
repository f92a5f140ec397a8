// A scenario made ready to run: its layout and what follows from its text
// alone. Immutable; shared by all threads of a search.
#pragma once

#include "spec/model/scenario.h"
#include "spec/semantics/layout.h"

namespace picket {

struct Program {
  const Scenario& scenario;
  Layout layout;

  explicit Program(const Scenario& s) : scenario(s), layout(lay_out(s)) {}
};

}  // namespace picket
