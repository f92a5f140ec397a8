// Taking a ww_mutex (or the lock of a dma_resv) within a transaction.
//
// Must not know: locking without one; see ww_mutex.cc.
#pragma once

#include "spec/semantics/run.h"

namespace picket {

struct WwForm {
  bool slow = false;  // after -EDEADLK: the contended lock, before any other
  bool interruptible = false;
};

struct WwRequest {
  ObjectId lock;
  ObjectId ctx;
  WwForm form;
};

// The lock operation. Its second alternative exists with
// config.debug_ww_slowpath only: an -EDEADLK out of nothing.
Act acquire(Run& run, const WwRequest& request);

// The same if the lock is free, else 0; never dies, never wounds.
Act try_acquire(Run& run, const WwRequest& request);

// The lock is this context's: nobody's now. Tells its transaction, if any.
void give_back(Run& run, ObjectId lock);

// For the lock with or without a transaction: a signal ends the wait.
bool interrupted(Run& run, WwForm form);
Act wait_for_lock(Run& run, ObjectId lock, WwForm form);

}  // namespace picket
