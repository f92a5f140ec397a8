// Who runs a function: calls, threads, workers, callbacks, reclaim.
#pragma once

#include <vector>

#include "spec/model/scenario.h"

namespace picket {

struct FunctionUse {
  bool called = false;           // by `call`
  bool own_context = false;      // a thread's body, a worker's function
  bool inside_a_thread = false;  // callback, enable_signaling, release, reclaim

  bool used() const { return called || own_context || inside_a_thread; }
};

// By FunctionId.
std::vector<FunctionUse> function_uses(const Scenario& scenario);

}  // namespace picket
