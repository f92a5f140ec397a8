// Findings in the scenario's words: what each waits for, who could give it,
// and one sentence for the head of the failure screen.
#pragma once

#include <string>

#include "explorer/check/deadlock.h"
#include "explorer/check/judge.h"

namespace picket {

// "mutex m, held by evict"; "dma_fence f, which commit would signal (line 9)".
std::string waits_for(const Program& program, const State& state,
                      const Waiter& waiter);

// Every context that is blocked in an end state; `roots`: those that the
// finding is about.
std::vector<BlockedContext> blocked_at_end(const Program& program,
                                           const State& state,
                                           const EndAnalysis& end,
                                           const std::vector<ContextId>& roots);

// One sentence, no full stop. `state`: the one at the witness's end.
std::string message_of(const Program& program, const State& state,
                       const RawFinding& finding, const EndAnalysis& end);

}  // namespace picket
