// Sleep sets: transitions that need not be taken from here, because every
// schedule that begins with them is explored elsewhere.
//
// After Godefroid: Partial-Order Methods (LNCS 1032, 1996).
#pragma once

#include <algorithm>
#include <vector>

#include "spec/model/footprint.h"
#include "spec/model/schedule.h"

namespace picket {

// A transition of which only the identity and the footprint matter.
struct Move {
  Choice choice;
  Footprint footprint;
};

using Moves = std::vector<Move>;

// Does z stay asleep when `taken` happens?
inline bool sleeps_through(const Move& z, const Move& taken) {
  return z.choice.context != taken.choice.context &&
         !conflict(z.footprint, taken.footprint);
}

inline void still_asleep(const Moves& sleep, const Move& taken, Moves& out) {
  out.clear();
  for (const Move& z : sleep)
    if (sleeps_through(z, taken)) out.push_back(z);
}

inline bool asleep(const Moves& sleep, const Choice& choice) {
  return std::any_of(sleep.begin(), sleep.end(),
                     [&](const Move& z) { return z.choice == choice; });
}

}  // namespace picket
