// A visitor that wants schedules and nothing else: for searches that explore
// schedules, which find crashes and ends in them.
#pragma once

#include "explorer/search/search.h"

namespace picket {

class ScheduleVisitor : public Visitor {
 public:
  bool on_crash(const Event&, const Path&, int) override { return true; }
  bool on_end(const State&, const Path&, int) override { return true; }
  bool on_livelock(const std::vector<ContextId>&, const Schedule&,
                   std::size_t) override {
    return true;
  }
  void on_step(StepId) override {}
};

}  // namespace picket
