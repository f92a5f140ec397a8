// ww_acquire_ctx: a transaction that takes several locks of one ww_class.
//
// Follows include/linux/ww_mutex.h of Linux 6.12 with its debug checks.
// Words: the owner (context + 1; 0: not begun), the stamp, how many locks it
// holds, the lock of its last -EDEADLK (object + 1), whether the acquire phase
// is declared over, whether it is wounded.
//
// All of them belong to the thread that began the transaction, so they need no
// footprint but that of the misuses, with two exceptions: the stamp, which
// cannot change while another thread has reason to read it (the transaction
// holds a lock or waits for one), and the wound, which others inflict; its
// location is that of the owner's context.
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

WwContext ww_context(Run& run, ObjectId ctx);

// Did `a` begin before `b`? Both must be running.
bool older(Run& run, ObjectId a, ObjectId b);

// Another transaction's lock request wounds this one. Records it.
void wound(Run& run, ObjectId ctx);

Act begin_transaction(Run& run);   // ww_acquire_init
Act close_acquisition(Run& run);   // ww_acquire_done
Act finish_transaction(Run& run);  // ww_acquire_fini

}  // namespace picket
