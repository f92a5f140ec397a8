// What a context may still touch: an over-approximation, from the text of the
// program, of the footprints of everything it could do from where it stands.
//
// Must not know: searches. The stateful search asks it which contexts cannot
// interfere with each other any more.
#pragma once

#include <vector>

#include "spec/model/footprint.h"
#include "spec/model/state.h"
#include "spec/semantics/program.h"

namespace picket {

class Future {
 public:
  explicit Future(const Program& program);

  // Everything `context` may touch from this state on.
  Footprint of(const Word* state, ContextId context) const;

 private:
  void add_step(const Step& step, Footprint& out) const;
  void add_functions_run_by(const Step& step, Footprint& out) const;
  bool grow(StepId id);

  const Program& program_;
  std::vector<Footprint> from_;      // per step: it and all that can follow
  std::vector<Footprint> idle_;      // per context: a worker's own moves
  std::vector<FunctionId> callbacks_;
};

}  // namespace picket
