// A lockdep report as a scenario: each link of its chain in the context that
// the log shows for it.
//
// Must not know: the file the report comes from.
#pragma once

#include "explorer/exchange/draft.h"
#include "explorer/exchange/lockdep_report.h"

namespace picket {

// Both return a draft without threads if the report says too little.
Draft draft_circular(const LockdepReport& report);
Draft draft_recursive(const LockdepReport& report);
Draft draft_irq_order(const LockdepReport& report);
Draft draft_inconsistent(const LockdepReport& report);

}  // namespace picket
