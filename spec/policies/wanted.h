// Which lock classes a context waits for and holds, in a policy's eyes: what
// one that is stuck has in common with a report.
//
// Must not know: what a report is compared with.
#pragma once

#include <string>
#include <vector>

#include "spec/model/scenario.h"
#include "spec/model/trace.h"
#include "spec/policies/fence_maps.h"

namespace picket {

// What a context waits for in a policy's eyes.
struct ClassWanted {
  std::string name;
  bool event = false;  // brought about by somebody who need not hold anything
};

// What a context holds in a policy's eyes.
struct ClassHeld {
  std::string name;
  // Of a lockdep_map, which keeps nobody out.
  bool annotation = false;
  // Not held any more: an annotation that was the last thing it took and
  // dropped before it waits. That is how a wait without a class is announced.
  bool touched = false;
};

class PolicyEyes {
 public:
  PolicyEyes(PolicyKind kind, const Scenario& scenario);
  PolicyEyes(const PolicyEyes&) = delete;
  PolicyEyes& operator=(const PolicyEyes&) = delete;

  // Which a step waits for; names as reports have them. Empty: the policy knows
  // nothing of that wait.
  std::vector<ClassWanted> wanted(StepId step) const;

  // By context: held at the end of the schedule, the outer ones first.
  std::vector<std::vector<ClassHeld>> held(const Trace& trace) const;

  // The class of the object itself: of a lock that is taken twice.
  std::string class_of(ObjectId object) const;

 private:
  using Wanted = std::vector<ClassWanted>;
  void add(MapId map, bool event, Wanted& names) const;
  void add(ObjectId object, Wanted& names) const;
  bool is_annotation(ObjectId object) const;

  const PolicyKind kind_;
  const Scenario& s_;
  const LockMaps maps_;
  Lockdep lockdep_;  // nobody reads its reports
  const FenceMaps fences_;
};

}  // namespace picket
