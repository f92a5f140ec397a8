// What a step may need, look at, give and take, from the text of the program.
//
// An over-approximation: whatever a step could do in some state is listed.
// Must not know: states, schedules.
#pragma once

#include <memory>
#include <vector>

#include "spec/claims/resource.h"

namespace picket {

struct StepFacts {
  // The context may stop here until each of these is given ...
  std::vector<ResourceId> needs;
  // ... or until these have the right value (conditions).
  std::vector<ResourceId> watches;
  // What it does next, or whether it stops here, may depend on their value.
  std::vector<ResourceId> looks;
  // Whoever needs these may go on because of this step. Locks are given by
  // the end of what is done under them, see `drops`.
  std::vector<ResourceId> gives;
  // Whoever needs these may be worse off because of this step.
  std::vector<ResourceId> takes;
  // Their value changes; all given and taken ones are among them.
  std::vector<ResourceId> changes;
  ObjectId acquires;            // a lock held from here on
  ObjectId drops;               // a lock not held any more
  ObjectId releases_meanwhile;  // a lock not held while the step waits
  bool spins = false;           // the CPU is kept while it waits
  bool unknown = false;         // may do anything
};

// A function that a step may run, and why.
struct RunFunction {
  enum class Why : std::uint8_t { call, callback, enable, release, reclaim };
  FunctionId function;
  Why why = Why::call;
  ObjectId fence;  // callback, enable, release: whose
};

struct ProgramText;

class StepReader {
 public:
  explicit StepReader(const Scenario& scenario);
  ~StepReader();

  const Scenario& scenario() const;
  const Resources& resources() const;

  StepFacts facts(ContextId context, StepId step) const;
  // What the context needs before its first step.
  StepFacts facts_of_start(ContextId context) const;
  // What the end of its body gives.
  StepFacts facts_of_end(ContextId context) const;
  std::vector<RunFunction> runs(StepId step) const;

 private:
  void add_members(ObjectId container, StepFacts& out) const;
  ResourceId end_of(ContextId context) const;
  void add_hosts(ObjectId item, StepFacts& out) const;

  std::unique_ptr<ProgramText> text_;
};

}  // namespace picket
