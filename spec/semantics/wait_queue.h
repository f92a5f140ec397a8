// Wait queues: the list of sleepers, and how a task comes on and off it.
//
// Follows kernel/sched/wait.c and include/linux/wait.h of Linux 6.12, and
// swait.c there for simple queues. Words of a queue: the number of entries and
// whether it was ever woken, then the entries in order. A context has at most
// one entry on a queue: one wait inside another on the same queue is not told
// apart.
#pragma once

#include "spec/semantics/run.h"
#include "spec/semantics/task.h"

namespace picket {

// prepare_to_wait(): under the queue's lock, queues this task (a plain waiter
// at the head, an exclusive one at the tail) unless it is queued already, and
// sets its state. `bare`: nothing looks at a condition before it sleeps, so a
// wake-up that came before is lost.
void prepare_to_wait(Run& run, ObjectId queue, bool exclusive, TaskState state,
                     bool bare = false);

// Is some task queued there?
bool anybody_queued(Run& run, ObjectId queue);

// Takes this task off the queue, if it is on it.
void unlink(Run& run, ObjectId queue);

// finish_wait(): the task runs, and is off the queue.
void finish_wait(Run& run, ObjectId queue);

// Does the context sleep, so that only somebody else lets it go on? A pending
// signal ends a sleep that it may interrupt.
bool asleep(const Task& task);

// What a sleep waits for: a wake-up of that queue, or of the task itself.
Want want_wake_up(ObjectId queue, bool bounded);

// Is the context queued there since a moment after some wake-up of the queue?
// If it sleeps at the end, that wake-up came too early (LANGUAGE section 5).
bool queued_after_wake(const Program& program, const Word* words,
                       ObjectId queue, ContextId context);

// A queue the context is on; none: it is on no queue.
ObjectId queue_of(const Program& program, const Word* words, ContextId context);

// The task ends: what its queues remember for it means nothing any more.
void forget_queues(Run& run);

// Parts of run_wait_queue(), by file.
Act run_wait_event(Run& run);  // wait_event.cc
Act run_sleep(Run& run);       // sleep.cc: schedule, task states, signals

}  // namespace picket
