// The local lock behind local_bh_disable() on PREEMPT_RT, which no file
// declares.
#pragma once

#include "spec/model/scenario.h"

namespace picket {

// None without PREEMPT_RT.
ObjectId softirq_lock(const Scenario& scenario);

// May the operation wait for it?
bool turns_bottom_halves_off(Op op);

}  // namespace picket
