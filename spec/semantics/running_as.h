// How a context runs: as its kind says, but that PREEMPT_RT makes threads of
// interrupts.
//
// Follows kernel/irq/manage.c (forced threading), kernel/softirq.c and
// kernel/time/hrtimer.c of Linux 6.12.
#pragma once

#include <cstdint>

#include "spec/model/scenario.h"

namespace picket {

enum class Runs : std::uint8_t {
  as_task,
  as_forced_thread,  // with bottom halves off from its beginning to its end
  as_softirq,
  as_hardirq,
};

Runs runs(const Scenario& scenario, ContextId context);

// Borrows the task that it interrupts.
bool is_interrupt(const Scenario& scenario, ContextId context);

}  // namespace picket
