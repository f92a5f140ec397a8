// Why nothing moves any more: who waits on whom, and which of it is the root
// (LANGUAGE section 5, root and consequence).
//
// Must not know: how the state was reached.
#pragma once

#include <string>
#include <vector>

#include "explorer/check/result.h"
#include "spec/model/effect.h"
#include "spec/semantics/program.h"

namespace picket {

// One context that is not at rest, at the end of a schedule.
struct Waiter {
  ContextId context;
  StepId step;
  Want want;
  std::vector<ContextId> waits_on;   // sorted
  std::vector<ContextId> holders;    // of these: they hold what it wants
  std::vector<ContextId> occupants;  // of these: they occupy its CPU
};

// Something that is wrong with an end state.
struct EndFinding {
  FindingCode code = FindingCode::hang;
  std::vector<std::string> arguments;
  std::vector<ContextId> contexts;  // the cycle, or the one that hangs
  ObjectId fence;                   // unsignaled_fence
};

struct EndAnalysis {
  std::vector<Waiter> waiters;       // by context
  std::vector<EndFinding> findings;  // none if some context crashed
  // Cycles of waiting that are no deadlocks, as somebody in them could be
  // interrupted. Nobody is: they are as stuck.
  std::vector<std::vector<ContextId>> circles;
};

// `state` is one in which no context can move.
EndAnalysis analyse_end(const Program& program, const State& state);

// The cycles of a relation that contain no smaller one, each as its members in
// order from the smallest; sorted. `edges[i]` are the successors of i.
std::vector<std::vector<std::size_t>> smallest_cycles(
    const std::vector<std::vector<std::size_t>>& edges);

}  // namespace picket
