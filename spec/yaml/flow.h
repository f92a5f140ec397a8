// Structured steps become edges: loops are unrolled where they are bounded,
// `if`, `while`, `choose` and jumps name their successors.
#pragma once

#include "spec/yaml/step_tree.h"

namespace picket {

inline constexpr std::size_t kLargestProgram = 100000;

// Reports labels given twice, jumps to unknown labels or into inner lists,
// break and continue outside loops.
void check_jumps(Reading& reading, const StepTrees& body);

// Appends the steps of one function to the scenario and sets its entry.
void flatten(Reading& reading, FunctionId function, const StepTrees& body);

}  // namespace picket
