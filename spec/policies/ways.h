// The different ways through each context that the schedules of a scenario
// take. What lockdep learns from a context depends on nothing else, so policies
// look at each way once, in an order that no search decides.
//
// Must not know: policies.
#pragma once

#include <map>
#include <vector>

#include "spec/model/trace.h"

namespace picket {

// One context's part of a schedule.
struct Way {
  ContextId context;
  std::vector<Event> events;
  StepId attempted;  // blocked for good at the first transition of this step
};

class Ways {
 public:
  explicit Ways(std::size_t contexts) : marks_(contexts), known_(contexts) {}

  void add(const Trace& trace);
  void add(const Ways& other);

  // By context; within one by what happens.
  std::vector<const Way*> in_order() const;

 private:
  using Mark = std::uint64_t;
  void mark(const Trace& trace);
  Way cut(const Trace& trace, ContextId context) const;

  std::vector<Mark> marks_;                 // by context: of the trace at hand
  std::vector<std::map<Mark, Way>> known_;  // by context
};

}  // namespace picket
