// The rules of a scenario made ready to be judged: selectors numbered, what
// intervals need from a trace, all that follows from the text alone.
//
// Built once per scenario, immutable, shared by all threads.
#pragma once

#include <memory>
#include <vector>

#include "spec/model/scenario.h"
#include "spec/rules/lock_change.h"
#include "spec/rules/selection.h"

namespace picket {

struct IntervalPlan {
  const Interval* interval = nullptr;  // none: absent
  const Rule* rule = nullptr;
  SelectionId from, to;                    // between, after, before
  int variable = -1;                       // of held, signalling, pending
  const Candidates* candidates = nullptr;  // the rule's

  bool given() const { return interval != nullptr; }
  Interval::Kind kind() const { return interval->kind; }
};

struct RulePlan {
  const Rule* rule = nullptr;
  SelectionId a, b, unless;
  IntervalPlan interval, second;
  // What the variables of the rule range over: all that any of its selectors
  // or intervals could mean by them.
  std::unique_ptr<Candidates> candidates;
};

// A lock that a rule watches, taken or released by a step.
struct LockStep {
  ObjectId lock;
  LockChange change = LockChange::none;
};

struct RulePlans {
  const Scenario* scenario = nullptr;
  std::vector<RulePlan> rules;
  std::vector<Selection> selections;
  MatchTable table;
  Rows<LockStep> locks;        // per step
  std::vector<char> blocking;  // per step: its operation has an attempt
  ClassId fence_class;         // dma_fence; none: no object has it
  bool sections = false;       // some rule watches signalling
  bool waits = false;          // some rule is `acyclic`
  std::vector<char> held;      // per object: some rule asks for it
  std::vector<char> pending;   // per object: some rule asks for it
  // Fences published, and signalled, from the start that some rule asks for.
  std::vector<ObjectId> published_at_start, signaled_at_start;
};

// `scenario` must outlive the plans. Rules with more than kMaxVariables
// variables are refused by the reader.
RulePlans plan_rules(const Scenario& scenario);

// Calls `look` with every binding that extends `binding` to the variables of
// the selection.
template <class Look>
void for_each_binding(const Selection& selection, const Candidates& candidates,
                      const Binding& binding, const Look& look) {
  for (std::size_t v = 0; v < kMaxVariables; ++v) {
    if (!(selection.uses >> v & 1) || binding.objects[v].valid()) continue;
    for (const ObjectId o : candidates[v]) {
      Binding extended = binding;
      extended.objects[v] = o;
      for_each_binding(selection, candidates, extended, look);
    }
    return;
  }
  look(binding);
}

}  // namespace picket
