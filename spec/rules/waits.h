// Who needs whom: for `acyclic: [program_order, signals, waits_for]`.
//
// An instance is what is waited for and signalled once: a fence, a completion,
// a work item. x needs y if some context attempts to wait for y before a step,
// executed or not, that signals x. Locks, queues and semaphores are not
// instances: one passes through them again and again.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "spec/rules/rule_events.h"

namespace picket {

class WaitGraph {
 public:
  explicit WaitGraph(const RulePlans& plans);

  // Is there a cycle among the attempts of this trace that a schedule can have
  // before it ends?
  bool find_cycle(const Rule& rule, const RuleEvents& events);

  // The attempts that make it, in its order.
  const std::vector<NodeId>& cycle() const { return cycle_; }

 private:
  struct Need {
    ObjectId on;  // y
    NodeId by;    // the attempt
  };

  void waited_for(const RuleEvents& events, const Attempt& attempt,
                  std::vector<ObjectId>& out) const;
  void resv_fences(const RuleEvents& events, const Attempt& attempt,
                   std::vector<ObjectId>& out) const;
  const std::vector<ObjectId>& signalled_after(ContextId context, StepId step);
  bool visit(ObjectId x);

  const Scenario& s_;
  std::map<std::pair<ContextId, StepId>, std::vector<ObjectId>> after_;
  std::vector<std::vector<Need>> needs_;  // per object
  std::vector<char> mark_;                // 0 new, 1 on the path, 2 done
  std::vector<Need> path_;
  std::vector<NodeId> cycle_;
  std::vector<ObjectId> objects_;
};

// What the step signals if it is executed: fences, completions.
std::vector<ObjectId> signalled_by(const Step& step);

}  // namespace picket
