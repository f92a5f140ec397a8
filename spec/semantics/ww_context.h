// ww_acquire_ctx: a transaction that takes several locks of one ww_class.
//
// Follows include/linux/ww_mutex.h of Linux 6.12 with its debug checks.
// Words: the owner (context + 1; 0: not begun), the stamp, how many locks it
// holds, the lock of its last -EDEADLK (object + 1), whether the acquire phase
// is declared over, whether it is wounded.
//
// All of them belong to the thread that began the transaction. Others read only
// the stamp, which cannot change while they have reason to (the transaction
// holds a lock or waits for one), and inflict the wound, whose location is that
// of the owner's context.
#pragma once

#include "spec/semantics/run.h"

namespace picket {

struct WwContext {
  Word& owner;
  Word& stamp;
  Word& acquired;
  Word& contending;
  Word& done;
  Word& wounded;
};

inline WwContext ww_context(Run& run, ObjectId ctx) {
  Word* w = run.block(ctx);
  return {w[0], w[1], w[2], w[3], w[4], w[5]};
}

// The misuse of working with this transaction now, if it is one: not begun, or
// another thread's. Records what every use of it touches.
std::optional<Act> not_own(Run& run, ObjectId ctx);

Act begin_transaction(Run& run);   // ww_acquire_init
Act close_acquisition(Run& run);   // ww_acquire_done
Act finish_transaction(Run& run);  // ww_acquire_fini

}  // namespace picket
