// Grace periods: waiting for every reader that had begun before.
//
// Follows kernel/rcu/tree.c and kernel/rcu/srcutree.c of Linux 6.12. The domain
// is RCU as a whole (the rcu_state) or an srcu_struct. Of RCU, everything is a
// reader that cannot be preempted: a section of rcu_read_lock, preemption,
// bottom halves or interrupts off, an interrupt. A grace period waits for the
// readers it finds, not for later ones; it ends in the moment the last of them
// does, or at any time after.
// Words of a domain: for each context the set of readers that it waits for;
// before them, of an srcu_struct, the depth of each context's sections.
//
// A domain has two locations: its own, for a section having begun, and that of
// its list, for one having ended.
#pragma once

#include "spec/semantics/context_set.h"
#include "spec/semantics/run.h"

namespace picket {

// Is the context in a section of the domain?
bool is_reading(const Program& program, const Word* words, ObjectId domain,
                ContextId context);

// The running context has entered, or left, its outermost section.
void section_began(Run& run, ObjectId domain);
void section_ended(Run& run, ObjectId domain);

// Puts every reader of now into the set.
void find_readers(Run& run, ObjectId domain, ContextSet set);
// Are they all through? Records the look.
bool readers_are_through(Run& run, ObjectId domain, const ContextSet& set);

// The readers that a context waits for in synchronize_rcu or synchronize_srcu.
ContextSet awaited_readers(const Program& program, Word* words, ObjectId domain,
                           ContextId waiter);

Act synchronize(Run& run, ObjectId domain);

// Words of the block of a domain.
std::int32_t domain_words(std::size_t contexts, bool counts);

}  // namespace picket
