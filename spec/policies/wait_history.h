// What automatic tools could see across contexts: while somebody waited for X,
// the context that then signalled X had taken L. Whether a schedule shows that
// depends on the order of independent events; so this asks for every such pair
// whether some linear order of the schedule's class does.
//
// After the cross-release patches of 2017 and DEPT: a history is that of one
// context, and of one run of a work item; what lies before the wait is not in
// it.
//
// Must not know: policies.
#pragma once

#include <set>

#include "spec/model/scenario.h"
#include "spec/model/trace.h"
#include "spec/policies/cross_edge.h"
#include "spec/policies/ways.h"

namespace picket {

class WaitHistory {
 public:
  explicit WaitHistory(const Scenario& scenario);

  void add(const Trace& trace);
  void add(const WaitHistory& other) {
    edges_.insert(other.edges_.begin(), other.edges_.end());
  }

  const std::set<CrossEdge>& edges() const { return edges_; }

  // How many there could be, were it only for what each context does by itself.
  std::size_t possible(const Ways& ways) const;

 private:
  struct Wait {
    StepId step;
    EventId before;  // the waiter's last event before the attempt; may be none
    ContextId waiter;
  };
  void find_waits(const Trace& trace);
  void look_back(const Trace& trace, EventId signal, ObjectId object);
  bool waits_for(const Step& step, ObjectId object) const;
  ObjectId signalled(const EventFacts& e) const;
  using Signals = std::set<std::pair<StepId, ObjectId>>;
  Signals signals_behind(const Ways& ways, WayPlaceId from) const;

  const Scenario* scenario_;
  std::vector<char> interesting_;  // by step: takes a lock or waits
  std::vector<Wait> waits_;        // of the trace at hand
  std::vector<EventId> last_;      // by context
  std::set<CrossEdge> edges_;
};

}  // namespace picket
