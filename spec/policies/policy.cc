#include "spec/policies/policy.h"

#include <utility>

namespace picket {
namespace {

// Every arrow once; what is blocked at a place before what goes on from there.
void look_at_ways(const Ways& ways, ContextId context, Observer& observer) {
  std::vector<char> seen(ways.places(), 0);
  struct Stand {
    const std::vector<WayArrow>* arrows;
    std::size_t next = 0;
    Observer::Context known;
  };
  std::vector<Stand> stack;
  const auto enter = [&](WayPlaceId at, Observer::Context&& known) {
    seen[at.index()] = 1;
    for (const StepId step : ways.attempts(at)) {
      Observer::Context last = known;
      observer.observe_attempt(last, step);
    }
    if (!ways.arrows(at).empty())
      stack.push_back({&ways.arrows(at), 0, std::move(known)});
  };
  enter(ways.start_of(context), observer.start(context));
  while (!stack.empty()) {
    Stand& top = stack.back();
    if (top.next == top.arrows->size()) {
      stack.pop_back();
      continue;
    }
    const WayArrow arrow = (*top.arrows)[top.next++];
    const bool last = top.next == top.arrows->size();
    Observer::Context known = last ? std::move(top.known) : top.known;
    observer.observe(known, ways.facts(arrow.event));
    if (!seen[arrow.to.index()]) enter(arrow.to, std::move(known));
  }
}

// The held-stack half is common to all; the automatic policies add what the
// histories of signallers show.
void judge(const Scenario& scenario, PolicyKind kind, const Observed& seen,
           ContextId first, Lockdep& lockdep) {
  FenceMaps fences(scenario, seen.ways.maps(), annotation_of(kind), lockdep);
  fences.prime();
  Observer observer(scenario, seen.ways.maps(), fences, lockdep);
  const std::size_t contexts = seen.ways.contexts();
  for (std::size_t i = 0; i < contexts; ++i) {
    const ContextId c((first.index() + i) % contexts);
    if (seen.ways.start_of(c).valid()) look_at_ways(seen.ways, c, observer);
  }
  if (is_automatic(kind))
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

bool is_automatic(PolicyKind kind) {
  return kind == PolicyKind::cross_release || kind == PolicyKind::dept;
}

std::vector<PolicyReport> reports_of(PolicyKind kind, const Scenario& scenario,
                                     const Observed& seen, ContextId first) {
  if (kind == PolicyKind::none) return {};
  Lockdep lockdep(seen.ways.maps());
  judge(scenario, kind, seen, first, lockdep);
  return lockdep.reports();
}

std::vector<ReportEdge> edges_of(PolicyKind kind, const Scenario& scenario,
                                 const Observed& seen) {
  Lockdep lockdep(seen.ways.maps());
  judge(scenario, kind, seen, ContextId(0), lockdep);
  std::vector<ReportEdge> edges;
  for (const LockEdge& e : lockdep.graph().edges())
    edges.push_back({lockdep.name(e.from), lockdep.name(e.to), e.source});
  return edges;
}

}  // namespace picket
