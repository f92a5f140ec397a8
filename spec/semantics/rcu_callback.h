// Callbacks of RCU: run in softirq context once a grace period is over.
//
// Follows call_rcu, rcu_do_batch and rcu_barrier of kernel/rcu/tree.c of Linux
// 6.12. They run on the CPU of who called, or on any if that may have been
// moved (own_interrupts.h). For each step that calls call_rcu and each context
// that executes it there is one rcu_head with a runner of its own; if the
// context does so again before the callback has run, the callbacks run one
// after the other. Words of an rcu_head: how many callbacks are queued, and for
// each, in order, the readers it waits for and the contexts that wait for it in
// rcu_barrier; before those, the contexts that wait for the callback that runs.
#pragma once

#include "spec/semantics/context_set.h"
#include "spec/semantics/run.h"

namespace picket {

Act call_rcu(Run& run);
Act rcu_barrier(Run& run);

// The runner of an rcu_head, idle: starts the callback whose grace period is
// over.
Act begin_callback(Run& run);
Act end_callback(Run& run);

// Where it runs, and there alone; -1: that is open.
std::int32_t callback_fires_on(const Program& program, ObjectId head);

bool callback_queued(const Program& program, const Word* words, ObjectId head);

// Does a callback that is queued first there wait for that reader?
bool waits_for_reader(const Program& program, const Word* words, ObjectId head,
                      ContextId reader);

// Does the context wait in rcu_barrier for a callback of that head?
bool awaits_callback(const Program& program, const Word* words, ObjectId head,
                     ContextId context);

// The running context is no reader any more.
void forget_reader(Run& run);

// Words of a head with room for so many callbacks.
std::int32_t head_words(std::size_t contexts, std::int32_t callbacks);

}  // namespace picket
