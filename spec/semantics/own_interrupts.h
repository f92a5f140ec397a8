// Which contexts may find themselves interrupted by what they have set going: a
// timer, or a callback of RCU, runs on the CPU of whoever armed it.
//
// A context without a CPU that the scenario names may be anywhere by then, so
// its timer may as well fire beside it. That it fires on top of it shows only
// where the function may spin for something that the context does, or, a
// hardirq's, for what a softirq does that the context has set going too; only
// then is there a CPU to look at. Functions of PREEMPT_RT are threads.
//
// Must not know: states.
#pragma once

#include "spec/model/scenario.h"

namespace picket {

// Does the item run as an interrupt of the CPU where it was set going?
bool is_own_interrupt(ObjectType type);

// May the context set it going, also through what it has set going, and then be
// interrupted by it, so that this shows?
bool may_interrupt(const Scenario& scenario, ObjectId item, ContextId armer);

}  // namespace picket
