// kthreads: asked to stop or to park by others, and how that ends.
//
// Follows kernel/kthread.c of Linux 6.12. Asking wakes the thread as
// wake_up_process does: one that has set its state and not looked again sleeps
// on. (TIF_NOTIFY_SIGNAL, which since 6.0 lets a stopped kthread return from
// interruptible sleeps, is not modelled: only `signal_pending` interrupts.)
// Words of a context that somebody stops or parks (ContextLayout::kthread): the
// requests, see kthread.cc; and, if somebody asks for it, its value.
#pragma once

#include "spec/semantics/run.h"

namespace picket {

// A request to stop before the thread has begun keeps it from ever beginning.
// True: it has ended.
bool ends_unstarted(Run& run);

// Records the look.
bool is_asked_to_stop(Run& run);

// The thread's body is over.
void note_value(Run& run, std::int32_t value);
void forget_requests(Run& run);

// Does the end of this context show to anybody but itself?
bool end_shows(const Run& run);

// Has the kthread left its function, with all items that it still ran? A thread
// that others queue items on works on them behind its body, until it is
// stopped.
bool has_exited(const Program& program, const Word* words, ContextId thread);

// May items that are queued on the thread start? Not before its body has ended,
// not after it was stopped.
bool takes_items(const Program& program, const Word* words, ContextId thread);
bool was_stopped(const Program& program, const Word* words, ContextId thread);

// What the state shows of the requests: "asked to stop", "parked".
bool stop_requested(const Program& program, const Word* words, ContextId c);
bool park_requested(const Program& program, const Word* words, ContextId c);
bool is_parked(const Program& program, const Word* words, ContextId c);

Act run_kthread(Run& run);  // every operation on kthreads

}  // namespace picket
