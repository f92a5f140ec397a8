// What others can tell of a context's own counters: whether it is a reader of
// RCU. Most operations change these as they like and leave no footprint; where
// somebody looks, the change itself has one.
#pragma once

#include "spec/semantics/run.h"

namespace picket {

// As a context looked before one of its transitions.
class Outward {
 public:
  Outward(const Program& program, const Word* words, ContextId context);

  // After the transition: notes in its footprint what is no longer so, and lets
  // go who waits for that.
  void note_change(Run& run) const;

 private:
  bool reading_ = false;
};

}  // namespace picket
