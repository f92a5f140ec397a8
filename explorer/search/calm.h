// The same class of schedules with few context switches: for a reader.
#pragma once

#include "explorer/search/execution.h"

namespace picket {

// An equivalent schedule that stays with a context while it can go on; with
// `causes_only`, of what happens before the last event and that event alone.
// Few switches, not always the fewest.
Schedule calmed(const Program& program, const Schedule& schedule,
                bool causes_only);

}  // namespace picket
