// Ctrl-C: the first one asks the search to stop and report what it covered,
// the second one kills.
#pragma once

#include <atomic>

namespace picket {

// Installs the handlers (SIGINT and SIGTERM); the flag lives for ever.
const std::atomic<bool>& watch_interrupts();

}  // namespace picket
