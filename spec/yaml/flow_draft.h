// The flattened steps of one function while their edges are still slots:
// places in the program that are decided later.
#pragma once

#include <vector>

#include "spec/yaml/step_tree.h"

namespace picket {

// A slot is a step, another slot, or the end of the function.
struct FlowSlot {
  int step = -1;
  int same_as = -1;
};

struct FlowStep {
  Step step;
  int next = 0;  // slots
  int other = 0;
  std::vector<int> branches;
  const StepTree* tree = nullptr;  // none: made by the flattening
};

struct FlowDraft {
  static constexpr int kEnd = 0;

  std::vector<FlowStep> steps;
  std::vector<FlowSlot> slots{FlowSlot{}};  // kEnd
  int entry = kEnd;
  bool too_large = false;
};

// Lays out `body`; `room` is how many steps it may have. With `loops` above
// zero `while` is unrolled that many times.
FlowDraft draft_flow(const Scenario& scenario, const StepTrees& body,
                     std::size_t room, std::int64_t loops);

// Index of the slot's step, or -1 for the end.
int step_at(const FlowDraft& draft, int slot);

}  // namespace picket
