// Reports about what one context did on its own: a lock where it must not
// sleep, a release of what it does not hold, memory freed or the kernel left
// with a lock held, RCU's data read without protection, one of many locks taken
// without the one that orders them.
//
// Must not know: the file the report comes from.
#pragma once

#include "explorer/exchange/draft.h"
#include "explorer/exchange/lockdep_report.h"

namespace picket {

// Without threads if the report says too little.
Draft draft_wait_context(const LockdepReport& report);
Draft draft_unlock_balance(const LockdepReport& report);
Draft draft_held_at_end(const LockdepReport& report);  // freed, or left with
Draft draft_rcu_usage(const LockdepReport& report);
Draft draft_nest_lock(const LockdepReport& report);
Draft draft_atomic_sleep(const LockdepReport& report);

}  // namespace picket
