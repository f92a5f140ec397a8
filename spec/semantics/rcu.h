// RCU: sections of readers, and who is one without having said so.
//
// Follows include/linux/rcupdate.h of Linux 6.12, with PREEMPT_RCU or without.
// Word of a context (ContextLayout::rcu): the depth of its rcu_read_lock
// sections, where they do not turn preemption off.
#pragma once

#include "spec/semantics/run.h"

namespace picket {

// Would a grace period that begins now wait for the context?
bool reads_rcu(const Program& program, const Word* words, ContextId context);

// Sections of rcu_read_lock that the context has open.
std::int32_t rcu_depth(const Run& run);

}  // namespace picket
