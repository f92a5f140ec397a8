// The cycles along which schedules get stuck, by where each context stands:
// what an annotation policy's report is compared with.
#pragma once

#include <map>
#include <vector>

#include "explorer/check/deadlock.h"
#include "spec/model/schedule.h"

namespace picket {

struct StuckCycle {
  std::vector<ContextId> contexts;
  // What they wait in; none: for a place, a CPU, to begin at all.
  std::vector<StepId> steps;
  std::vector<ObjectId> twice;  // or: a lock that a context takes twice
  Schedule witness;
};

// By contexts and steps; keeps the best witness of each.
class StuckCycles {
 public:
  void add(const EndAnalysis& end, const Schedule& witness);
  void add_recursion(ContextId context, StepId step, ObjectId lock,
                     const Schedule& witness);
  void add(const StuckCycles& other);
  void add_sleep(StepId step, const Schedule& witness);
  // The schedule in which that step sleeps where it must not; null: none does.
  const Schedule* sleeping(StepId step) const;

  std::vector<const StuckCycle*> all() const;

 private:
  void keep(StuckCycle cycle);
  std::map<std::vector<std::int32_t>, StuckCycle> cycles_;
  std::map<StepId, Schedule> sleeps_;
};

}  // namespace picket
