// The scenario whose schedule a finding's witness is: the checked one, but for
// a claim a copy in which the signals of one object have no effect.
#pragma once

#include "explorer/check/mute.h"
#include "explorer/check/result.h"

namespace picket {

inline Scenario scenario_of(const Scenario& checked, const Finding& finding) {
  return finding.without.valid() ? without_signals_of(checked, finding.without)
                                 : checked;
}

}  // namespace picket
