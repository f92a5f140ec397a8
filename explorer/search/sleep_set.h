// Sleep sets: transitions that need not be taken from here, because every
// schedule that begins with them has been explored already.
//
// Follows Abdulla, Aronis, Jonsson, Sagonas: Source Sets (JACM 2017), where
// WI(v) are the weak initials of a sequence v: the transitions that could come
// first in some sequence that v is a part of.
#pragma once

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

// Is `z` a weak initial of `v`: in v with nothing before it that conflicts, or
// independent of all of v?
inline bool weak_initial(const Move& z, const Moves& v) {
  for (const Move& m : v) {
    if (m.choice.context == z.choice.context) return m.choice == z.choice;
    if (conflict(m.footprint, z.footprint)) return false;
  }
  return true;
}

// Is `head` an initial of `v`: in v, with nothing before it that conflicts?
inline bool initial(const Choice& head, const Moves& v) {
  for (std::size_t i = 0; i < v.size(); ++i) {
    if (v[i].choice.context != head.context) continue;
    if (v[i].choice != head) return false;
    for (std::size_t j = 0; j < i; ++j)
      if (conflict(v[j].footprint, v[i].footprint)) return false;
    return true;
  }
  return false;
}

// The sleepers that stay asleep when `taken` happens.
inline void still_asleep(const Moves& sleep, const Move& taken, Moves& out) {
  out.clear();
  for (const Move& z : sleep)
    if (z.choice.context != taken.choice.context &&
        !conflict(z.footprint, taken.footprint))
      out.push_back(z);
}

inline bool asleep(const Moves& sleep, const Choice& choice) {
  for (const Move& z : sleep)
    if (z.choice == choice) return true;
  return false;
}

}  // namespace picket
