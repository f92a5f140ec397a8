// A copy of a scenario in which the signals of one object have no effect.
#pragma once

#include "spec/model/scenario.h"

namespace picket {

inline Scenario without_signals_of(const Scenario& scenario, ObjectId object) {
  Scenario copy = scenario;
  copy.objects[object.index()].mute = true;
  return copy;
}

}  // namespace picket
