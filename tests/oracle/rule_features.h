// What a rule is made of, by the words of LANGUAGE section 6: to count that
// every pattern, interval and selector occurs.
#pragma once

#include <set>
#include <string>

#include "spec/model/rule.h"

namespace picket::oracle {

// "never", "never within", "across", "between", "op($f)", ..
std::set<std::string> features_of(const Rule& rule);

// All there are.
const std::set<std::string>& all_rule_features();

}  // namespace picket::oracle
