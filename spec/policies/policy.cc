#include "spec/policies/policy.h"

#include "spec/policies/observer.h"

namespace picket {
namespace {

// The policies that are lockdep plus maps.
std::vector<PolicyReport> held_stacks(const Scenario& scenario,
                                      FenceAnnotation annotation,
                                      const Ways& ways) {
  const LockMaps maps(scenario);
  Lockdep lockdep(maps);
  FenceMaps fences(scenario, maps, annotation, lockdep);
  fences.prime();
  Observer observer(scenario, maps, fences, lockdep);
  for (const Way* way : ways.in_order()) observer.observe(*way);
  return lockdep.reports();
}

}  // namespace

const std::vector<PolicyFacts>& all_policies() {
  static const std::vector<PolicyFacts> kAll = {
#define POLICY(id, name, doc) {PolicyKind::id, name, doc},
#include "spec/policies/policies.def"
#undef POLICY
  };
  return kAll;
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
                                     const Ways& ways) {
  return held_stacks(scenario, annotation_of(kind), ways);
}

}  // namespace picket
