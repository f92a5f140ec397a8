// A scenario made ready to run: its layout and what follows from its text
// alone. Immutable; shared by all threads of a search.
#pragma once

#include "spec/model/scenario.h"
#include "spec/semantics/layout.h"
#include "spec/semantics/liveness.h"

namespace picket {

struct Program {
  const Scenario& scenario;
  Layout layout;
  Liveness live;

  explicit Program(const Scenario& s)
      : scenario(s), layout(lay_out(s)), live(live_locals(s)) {}
};

}  // namespace picket
