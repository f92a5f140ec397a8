// The steps one context may run, and in which order: its body with everything
// that calls, fence callbacks, enable_signaling, release and reclaim make it
// run. A function's end leads to whatever may have run it, so a path here need
// not be one of the program; every path of the program is one here.
#pragma once

#include <vector>

#include "spec/claims/step_facts.h"

namespace picket {

class ContextFlow {
 public:
  ContextFlow(const StepReader& reader, ContextId context);

  ContextId context() const { return context_; }

  // The steps it may run, in the order of their numbers.
  const std::vector<StepId>& steps() const { return steps_; }
  bool runs(StepId step) const { return seen_[step.index()] != 0; }

  // Facts of a step that it runs.
  const StepFacts& facts(StepId step) const { return facts_[step.index()]; }
  const StepFacts& at_start() const { return at_start_; }
  const StepFacts& at_end() const { return at_end_; }

  // The steps that may come before `step`; it itself, too, if it may run
  // again. None: before the end of the body.
  std::vector<StepId> before(StepId step) const;
  // May it run again and again?
  bool repeats(StepId step) const;

  // The steps that may run while the lock is held, without the one that took
  // it.
  std::vector<StepId> under(ObjectId lock) const;
  // Does every step that drops the lock (a semaphore's count) give back what
  // this context has taken just before?
  bool balanced(ObjectId lock) const;

  // Functions that hold the fence's lock while they run here, and steps inside
  // what the fence runs: see Closure.
  struct Inside {
    ObjectId fence;
    RunFunction::Why why;
    std::vector<StepId> steps;
  };
  const std::vector<Inside>& inside() const { return inside_; }

 private:
  // Nodes: the steps, then the ends of the functions.
  using Node = std::size_t;

  Node end_of(FunctionId f) const { return step_count_ + f.index(); }
  void add_step(StepId step);
  void add_edge(Node from, Node to);
  void lead_on(Node from, StepId after);
  void find_inside();
  std::vector<char> reach(const std::vector<Node>& from,
                          const std::vector<std::vector<Node>>& edges,
                          ObjectId until) const;
  std::vector<StepId> steps_of(const std::vector<char>& nodes) const;

  const StepReader& reader_;
  const Scenario& s_;
  ContextId context_;
  std::size_t step_count_;
  std::vector<StepId> steps_;
  std::vector<char> seen_;
  std::vector<StepFacts> facts_;
  StepFacts at_start_, at_end_;
  std::vector<std::vector<Node>> next_, previous_;
  std::vector<Inside> inside_;
};

}  // namespace picket
