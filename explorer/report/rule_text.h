// Ordering rules in a report: as written, how they stand, and why.
#pragma once

#include <string>

#include "explorer/check/result.h"

namespace picket {

// "never dma_fence_wait(*) within signalling"
std::string rule_text(const Rule& rule);

enum class RuleStanding {
  holds,
  broken,
  vacuous,  // nothing ever happened that it is about
  unknown,  // not everything was covered
};
std::string_view name_of(RuleStanding standing);
RuleStanding standing_of(const CheckResult& result, const Rule& rule);

// Why it holds or what breaks it, in lines. Looks at the first schedules
// again, and says so where there are more.
std::string rule_explanation(const CheckResult& result, const Rule& rule);

}  // namespace picket
