// Which of two transactions comes first, and what that means at a lock that
// both want: wait-die or wound-wait.
//
// Follows __ww_ctx_less, __ww_mutex_wound and __ww_mutex_check_kill in
// kernel/locking/ww_mutex.h of Linux 6.12. The stamp a transaction got at
// ww_acquire_init decides; the smaller one is older and wins.
#pragma once

#include "spec/semantics/run.h"

namespace picket {

// The algorithm of the transaction's class: wait-die, else wound-wait.
bool uses_wait_die(const Run& run, ObjectId ctx);

// Did `a` begin before `b`? Both must be running.
bool older(Run& run, ObjectId a, ObjectId b);

// Does a transaction older than `ctx` wait for the lock?
bool older_waits(Run& run, ObjectId lock, ObjectId ctx);

// Must the transaction back off from this lock, which somebody holds? Never
// while it holds nothing. Wait-die: an older one holds or awaits the lock.
// Wound-wait: it was wounded.
bool must_die(Run& run, ObjectId lock, ObjectId ctx);

// Wound-wait, `ctx` has arrived at the lock: a younger holder is wounded, if
// `ctx` holds anything that one could be waiting for.
void wound_holder(Run& run, ObjectId lock, ObjectId ctx);

// Wound-wait, `ctx` has just taken the lock: an older waiter wounds it.
void wounded_by_waiter(Run& run, ObjectId lock, ObjectId ctx);

}  // namespace picket
