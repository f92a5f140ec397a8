// A random rule over the events of a scenario: every pattern, selector and
// interval of LANGUAGE section 6.
#pragma once

#include <string>

#include "spec/model/scenario.h"
#include "tests/oracle/dice.h"

namespace picket::oracle {

// As YAML, in flow style. The reader may refuse it now and then.
std::string random_rule(Dice& dice, const Scenario& scenario);

}  // namespace picket::oracle
