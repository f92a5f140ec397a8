// Annotation policies: watchers of schedules that report what the kernel's own
// checker, as it is or as it was proposed, would report.
//
// A report is not a finding: whether it is real is asked elsewhere.
//
// Must not know: searches, findings.
#pragma once

#include <optional>

#include "spec/policies/policy_report.h"
#include "spec/policies/wait_history.h"
#include "spec/policies/ways.h"

namespace picket {

enum class PolicyKind : std::uint8_t {
#define POLICY(id, name, doc) id,
#include "spec/policies/policies.def"
#undef POLICY
};

struct PolicyFacts {
  PolicyKind kind;
  std::string_view name;
  std::string_view doc;
};

const std::vector<PolicyFacts>& all_policies();
const std::vector<PolicyFacts>& watching_policies();  // all but `none`
const PolicyFacts& facts(PolicyKind kind);
std::optional<PolicyKind> policy_named(std::string_view name);

// What was seen of the schedules.
struct Observed {
  explicit Observed(const Scenario& scenario)
      : ways(scenario.contexts.size()), history(scenario) {}
  void add(const Trace& trace) {
    ways.add(trace);
    history.add(trace);
  }
  void add(const Observed& other) {
    ways.add(other.ways);
    history.add(other.history);
  }

  Ways ways;
  WaitHistory history;
};

// What the policy reports about that, in the order it meets the trouble.
std::vector<PolicyReport> reports_of(PolicyKind kind, const Scenario& scenario,
                                     const Observed& seen);

// The class graph that this leaves behind: what was taken while what was held,
// as it was seen first. Edges that a report refuses are not in it.
std::vector<ReportEdge> edges_of(PolicyKind kind, const Scenario& scenario,
                                 const Observed& seen);

}  // namespace picket
