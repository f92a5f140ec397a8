// Annotation policies: watchers of schedules that report what the kernel's own
// checker, as it is or as it was proposed, would report.
//
// A report is not a finding: whether it is real is asked elsewhere.
//
// Must not know: searches, findings.
#pragma once

#include "spec/policies/policy_kind.h"
#include "spec/policies/policy_report.h"
#include "spec/policies/wait_history.h"
#include "spec/policies/ways.h"

namespace picket {

// What was seen of the schedules.
struct Observed {
  explicit Observed(const Scenario& scenario)
      : ways(scenario), history(scenario) {}

  Ways ways;
  WaitHistory history;  // only automatic policies ask for it
};

// Does the policy learn from the histories of signallers?
bool is_automatic(PolicyKind kind);

// What the policy reports about that, in the order it meets the trouble. It
// looks at the contexts one after another, from `first`: an edge that closes a
// cycle is refused, so that another cycle with it shows in another order only.
std::vector<PolicyReport> reports_of(PolicyKind kind, const Scenario& scenario,
                                     const Observed& seen,
                                     ContextId first = ContextId(0));

// The class graph that this leaves behind: what was taken while what was held,
// as it was seen first. Edges that a report refuses are not in it.
std::vector<ReportEdge> edges_of(PolicyKind kind, const Scenario& scenario,
                                 const Observed& seen);

}  // namespace picket
