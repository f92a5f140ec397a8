#include "explorer/check/class_edges.h"

#include "explorer/check/policy_watch.h"
#include "explorer/search/schedules.h"

namespace picket {
namespace {

constexpr std::uint64_t kMostSteps = 1000;  // of a schedule: loops may not end

}  // namespace

ClassEdges class_edges(const Scenario& scenario, PolicyKind kind,
                       std::uint64_t most_schedules) {
  const Program program(scenario);
  PolicyWatch watch(program, nullptr,
                    is_automatic(kind) ? Watches::histories : Watches::ways);
  SearchOptions search;
  search.limits.schedules = most_schedules;
  search.limits.steps = kMostSteps;
  const SearchSummary summary = search_schedules(program, search, watch);
  return {edges_of(kind, scenario, watch.seen()),
          reports_of(kind, scenario, watch.seen()), summary.limit.empty()};
}

}  // namespace picket
