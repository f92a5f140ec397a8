// completion: what others may ask of one.
//
// Follows kernel/sched/completion.c of Linux 6.12.
// Words: the count; whether reinit_completion has ever thrown a count away, and
// who is queued (only where the scenario has operations that make these
// matter).
#pragma once

#include "spec/semantics/program.h"

namespace picket {

// complete_all() sets the count to a maximum that no wait takes away.
inline constexpr Word kCompletedForAll = 0x7fffffff;

// init_completion: also of one that is in use.
void forget_waiters(const Program& program, Word* words, ObjectId completion);

// Has reinit_completion erased a count that somebody had given? A waiter that
// is left over then has lost its wake-up (LANGUAGE section 5).
bool count_erased(const Program& program, const Word* words,
                  ObjectId completion);

}  // namespace picket
