// What a check never reached: a pass says nothing about it.
#pragma once

#include <vector>

#include "explorer/check/result.h"
#include "explorer/check/rule_check.h"

namespace picket {

// Steps that no schedule executed, rules that never applied, fences that
// nobody waits for. In the order of the file.
std::vector<Note> vacuity_notes(const Scenario& scenario,
                                const std::vector<char>& steps_seen,
                                const RuleCheck* rules);

}  // namespace picket
