// Taking a schedule step by step and keeping every state on the way: what the
// failure screen, `picket replay` and the witness file are made from.
//
// Must not know: findings, texts.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "spec/model/effect.h"
#include "spec/model/schedule.h"
#include "spec/model/state.h"
#include "spec/semantics/program.h"

namespace picket {

// One transition of a replayed schedule.
struct Moment {
  enum class Kind : std::uint8_t {
    step,     // a piece of the operation at `step`
    skipped,  // its `when` did not hold
    starts,   // a worker begins with its item; no step
    ends,     // the end of a body with something on its stack; no step
  };
  Kind kind = Kind::step;
  Choice choice;
  StepId step;
  int depth = 0;        // calls and callbacks around the step
  bool begins = false;  // see Effect
  bool happens = false;
  bool enters = false;
  bool crashed = false;  // misuse, or a failed assertion
  bool limited = false;
  std::optional<Misuse> misuse;
  ObjectId culprit;
  int alternatives = 1;
  std::int32_t result = 0;  // of the operation; of an `if`: its condition
};

// A context that has not ended and cannot move; a worker that cannot begin with
// an item that is queued.
struct Stuck {
  ContextId context;
  StepId step;
  int depth = 0;
  bool begun = false;  // the operation has begun in an earlier moment
  Want want;
};

struct Replay {
  std::vector<Moment> moments;
  std::vector<State> states;  // states[i]: before moment i; one more than those
  std::vector<Stuck> stuck;   // at the end
  bool over = false;          // nobody can move at the end
  // Index of the first choice that was blocked or does not exist; the schedule
  // ends there. None: it was followed to its end.
  std::optional<std::size_t> refused;
};

Replay replay(const Program& program, const Schedule& schedule);

// One more transition after the last; false: it is blocked or does not exist.
bool extend(const Program& program, Replay& replay, const Choice& choice);

// Who cannot move in a state, by context; and can nobody?
struct Standstill {
  std::vector<Stuck> stuck;
  bool over = true;
};
Standstill standstill_of(const Program& program, const State& state);

// Fills `stuck` and `over` from the last state.
void find_stuck(const Program& program, Replay& replay);

Replay start_replay(const Program& program);

}  // namespace picket
