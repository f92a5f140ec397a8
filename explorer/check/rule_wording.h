// What a broken rule is about, in the scenario's words.
#pragma once

#include <string>
#include <vector>

#include "explorer/check/rule_check.h"

namespace picket {

// "dma_fence_signal(flip) by commit_tail (line 20)"; "the attempt at
// mutex_lock(m) by evict (line 9)"; "publish(flip) at the start".
std::string name_of(const Scenario& scenario, const RulePoint& point);

// One sentence, no full stop: which events break the rule, and how.
std::string rule_message(const Scenario& scenario, const Rule& rule,
                         const std::vector<RulePoint>& points);

}  // namespace picket
