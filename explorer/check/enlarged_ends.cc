#include "explorer/check/enlarged_ends.h"

#include "explorer/check/policy_watch.h"
#include "explorer/search/states.h"

namespace picket {

const EnlargedEnd& EnlargedEnds::of(const Enlarged& e) {
  std::unique_ptr<EnlargedEnd>& end = known_[e.key];
  if (end) return *end;
  end = std::make_unique<EnlargedEnd>(e.scenario);
  end->program = std::make_unique<Program>(end->scenario);
  PolicyWatch watch(*end->program, nullptr, Watches::ends);
  SearchOptions options;
  options.limits.states = kMostStates;
  const SearchSummary summary =
      search_states(*end->program, options, watch, true);
  end->states = summary.states;
  end->bounded = !summary.limit.empty();
  end->stuck = watch.stuck();
  if (end->stuck.all().empty()) {
    end->program.reset();
    end->scenario = {};
  }
  return *end;
}

}  // namespace picket
