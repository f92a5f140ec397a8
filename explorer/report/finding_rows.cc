#include "explorer/report/finding_rows.h"

#include <algorithm>

namespace picket {
namespace {

// Where the last state was met first: from there the schedule repeats.
std::size_t cycle_of(const Replay& run) {
  const auto first =
      std::find(run.states.begin(), run.states.end(), run.states.back());
  return static_cast<std::size_t>(first - run.states.begin());
}

}  // namespace

RowOptions rows_about(const Finding& finding, const Replay& run) {
  RowOptions options;
  for (EventId e : finding.at)
    if (e.valid() && !run.moments[e.index()].crashed)
      options.marked.push_back(e.index());
  for (const BlockedContext& b : finding.blocked)
    options.waiting.push_back(b.context);
  // A rule can be broken by what does not happen any more.
  if (finding.code == FindingCode::rule && run.over)
    for (const Stuck& stuck : run.stuck)
      options.waiting.push_back(stuck.context);
  if (finding.code == FindingCode::livelock) options.cycle = cycle_of(run);
  return options;
}

}  // namespace picket
