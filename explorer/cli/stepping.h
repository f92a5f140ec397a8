// One step of a schedule at a time, at the keyboard.
#pragma once

#include "explorer/counterexample/replay.h"
#include "explorer/report/console.h"
#include "explorer/report/sources.h"

namespace picket {

// At a terminal waits after each step: Enter goes on, b goes back, q quits.
// Elsewhere prints all steps one after the other.
void step_through(const Program& program, const Replay& replay,
                  const Sources& sources, const Paint& paint);

}  // namespace picket
