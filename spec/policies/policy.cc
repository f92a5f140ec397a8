#include "spec/policies/policy.h"

#include "spec/policies/observer.h"

namespace picket {
namespace {

// The held-stack half is common to all; the automatic policies add what the
// histories of signallers show.
void judge(const Scenario& scenario, PolicyKind kind, const Observed& seen,
           const LockMaps& maps, Lockdep& lockdep) {
  FenceMaps fences(scenario, maps, annotation_of(kind), lockdep);
  fences.prime();
  Observer observer(scenario, maps, fences, lockdep);
  for (const Way* way : seen.ways.in_order()) observer.observe(*way);
  if (annotation_of(kind) == FenceAnnotation::automatic ||
      annotation_of(kind) == FenceAnnotation::automatic_by_place)
    for (const CrossEdge& edge : seen.history.edges()) observer.observe(edge);
}

}  // namespace

const std::vector<PolicyFacts>& all_policies() {
  static const std::vector<PolicyFacts> all = {
#define POLICY(id, name, doc) {PolicyKind::id, name, doc},
#include "spec/policies/policies.def"
#undef POLICY
  };
  return all;
}

const std::vector<PolicyFacts>& watching_policies() {
  static const std::vector<PolicyFacts> watching = [] {
    std::vector<PolicyFacts> some = all_policies();
    std::erase_if(
        some, [](const PolicyFacts& f) { return f.kind == PolicyKind::none; });
    return some;
  }();
  return watching;
}

const PolicyFacts& facts(PolicyKind kind) {
  return all_policies()[static_cast<std::size_t>(kind)];
}

std::optional<PolicyKind> policy_named(std::string_view name) {
  for (const PolicyFacts& f : all_policies())
    if (f.name == name) return f.kind;
  return std::nullopt;
}

std::vector<PolicyReport> reports_of(PolicyKind kind, const Scenario& scenario,
                                     const Observed& seen) {
  if (kind == PolicyKind::none) return {};
  const LockMaps maps(scenario);
  Lockdep lockdep(maps);
  judge(scenario, kind, seen, maps, lockdep);
  return lockdep.reports();
}

std::vector<ReportEdge> edges_of(PolicyKind kind, const Scenario& scenario,
                                 const Observed& seen) {
  const LockMaps maps(scenario);
  Lockdep lockdep(maps);
  judge(scenario, kind, seen, maps, lockdep);
  std::vector<ReportEdge> edges;
  for (const LockEdge& e : lockdep.graph().edges())
    edges.push_back({lockdep.name(e.from), lockdep.name(e.to), e.source});
  return edges;
}

}  // namespace picket
