// How a wait for fences ends: success, time-out or interruption.
//
// Follows dma_fence_default_wait of drivers/dma-buf/dma-fence.c of Linux 6.12.
// A sleeping waiter's entry in the list of callbacks shows to nobody: "blocked
// until signalled" has the same outcomes. Only a waiter that a signal can
// interrupt arrives in a transition of its own: of a fence signalled and a
// signal delivered while it sleeps the signal wins, before that the fence.
#pragma once

#include <span>

#include "spec/semantics/fence.h"

namespace picket {

struct WaitTerms {
  bool timed = false;
  bool polls = false;  // time-out 0
  bool interruptible = false;
  Word success = 0;  // the result
};

// The terms of a wait with a time-out: if its length is left out, it is some
// length. What is left of it on success is all of it (but never 0). It is not
// negative: the reader refuses that.
WaitTerms timed_terms(const Operand& timeout, const Operand& interruptible);
// The terms of a wait without one. Functions that return what is left of it
// return MAX_SCHEDULE_TIMEOUT, here in 32 bits.
WaitTerms untimed_terms(const Operand& interruptible);

// Alternatives of a sleep: 0 success, 1 time-out, 2 interrupted.
int alternatives(const WaitTerms& terms);

struct Sleep {
  WaitTerms terms;
  Want want;                         // what it waits for while it is not over
  bool over = false;                 // now signalled
  bool arrived = true;               // it has slept already
  std::span<const ObjectId> fences;  // whose locks it takes before it returns
};

// The transition from the sleep to the return.
Act sleep_until(Run& run, const Sleep& sleep);

// The transition before it, where it shows: the first look. Ends the operation
// or goes to the stage `waiting`.
Act arrive(Run& run, const Sleep& sleep);
bool arrival_shows(const Run& run, const WaitTerms& terms);

}  // namespace picket
