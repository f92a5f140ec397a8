// The different ways through each context that the schedules of a scenario
// take, as a graph: a place is what may matter to a policy of the way so far,
// an arrow an event that followed there. What lockdep learns from a context
// depends on nothing else, so policies look at each arrow once, in an order
// that no search decides.
//
// Must not know: reports, searches.
#pragma once

#include <array>
#include <memory>
#include <unordered_map>
#include <vector>

#include "spec/base/fingerprint.h"
#include "spec/model/event_facts.h"
#include "spec/model/scenario.h"
#include "spec/policies/observer.h"

namespace picket {

using WayPlaceId = Id<struct WayPlaceTag>;
using WayEventId = Id<struct WayEventTag>;  // index into the events seen

struct WayArrow {
  WayEventId event;
  WayPlaceId to;
};

class Ways {
 public:
  explicit Ways(const Scenario& scenario);

  void add(const Trace& trace);

  // For who follows many ways at once.
  WayPlaceId start(ContextId context);
  WayEventId event(const EventFacts& facts);
  WayPlaceId go(WayPlaceId from, WayEventId event) {
    for (const WayArrow& arrow : arrows_[from.index()])
      if (arrow.event == event) return arrow.to;
    return go_first(from, event);
  }
  // Blocked there for good at the first transition of this step.
  void end(WayPlaceId at, StepId attempted);

  // By what happens, whatever the order of adding.
  const std::vector<WayArrow>& arrows(WayPlaceId from) const {
    return arrows_[from.index()];
  }
  const std::vector<StepId>& attempts(WayPlaceId at) const {
    return attempts_[at.index()];
  }
  // None: nobody has asked for the start of this context.
  WayPlaceId start_of(ContextId context) const {
    return starts_[context.index()];
  }
  const EventFacts& facts(WayEventId id) const { return events_[id.index()]; }
  std::size_t places() const { return arrows_.size(); }
  ContextId context_of(WayPlaceId at) const {
    return places_[at.index()][0].flow.self;
  }
  std::size_t contexts() const { return starts_.size(); }
  const LockMaps& maps() const { return maps_; }

 private:
  // Policies that annotate fences alike hold alike: one observer for each way
  // to do it. Nobody reads its reports.
  struct Eyes {
    Eyes(const Scenario& s, const LockMaps& maps, FenceAnnotation annotation);
    Lockdep lockdep;
    FenceMaps fences;
    Observer observer;
  };
  struct FingerprintHash {
    std::size_t operator()(const Fingerprint& f) const { return f.low; }
  };
  static constexpr std::size_t kEyes = 3;
  using Place = std::array<Observer::Context, kEyes>;

  WayPlaceId go_first(WayPlaceId from, WayEventId event);
  WayPlaceId place_of(const Place& place);

  const Scenario& scenario_;
  const LockMaps maps_;
  std::vector<std::unique_ptr<Eyes>> eyes_;
  std::vector<Place> places_;
  std::vector<std::vector<WayArrow>> arrows_;  // by place
  std::vector<std::vector<StepId>> attempts_;  // by place
  std::vector<std::int32_t> words_;            // of the place looked for
  std::unordered_map<Fingerprint, WayPlaceId, FingerprintHash> known_;
  std::vector<EventFacts> events_;
  std::unordered_map<EventFacts, WayEventId, EventFactsHash> event_ids_;
  std::vector<WayPlaceId> starts_;  // by context
  std::vector<WayPlaceId> at_;      // by context: of the trace at hand
};

}  // namespace picket
