// A state in words: who holds what, which fences are signalled, who sleeps
// where. For `picket replay --step`, which shows what each step changed.
#pragma once

#include <string>
#include <vector>

#include "spec/model/state.h"
#include "spec/semantics/program.h"

namespace picket {

// One object or context and how it stands.
struct StateFact {
  std::string name;  // "mutex m", "thread evict"
  std::string text;  // "held by evict"
  friend bool operator==(const StateFact&, const StateFact&) = default;
};

// Always the same names in the same order for one program.
std::vector<StateFact> state_facts(const Program& program, const State& state);

// "mutex m: free -> held by evict", for what differs.
std::vector<std::string> state_changes(const Program& program,
                                       const State& before, const State& after);

}  // namespace picket
