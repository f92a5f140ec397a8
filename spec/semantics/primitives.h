// One function per group of operations: attempts the next transition of the
// operation the context stands at. Each is in the file of its primitive.
#pragma once

#include "spec/semantics/run.h"

namespace picket {

Act run_mutex(Run& run);       // mutex.cc
Act run_spin(Run& run);        // spinlock.cc
Act run_local_lock(Run& run);  // local_lock.cc, a part of run_spin()
Act run_rwlock(Run& run);      // rwlock.cc
Act run_rwsem(Run& run);       // rwsem.cc
Act run_semaphore(Run& run);   // semaphore.cc
Act run_ww(Run& run);          // ww_mutex.cc
Act run_fence(Run& run);       // fence.cc
Act run_sections(Run& run);    // section.cc
Act run_containers(Run& run);  // containers.cc
Act run_implicit(Run& run);    // containers.cc
Act run_resv(Run& run);        // resv.cc
Act run_wait_queue(Run& run);  // wait_queue.cc
Act run_completion(Run& run);  // completion.cc
Act run_work(Run& run);        // workqueue.cc
Act run_rcu(Run& run);         // rcu.cc
Act run_memory(Run& run);      // reclaim.cc
Act run_context(Run& run);     // atomic_context.cc
Act run_annotation(Run& run);  // annotation.cc
Act run_data(Run& run);        // variable.cc

}  // namespace picket
