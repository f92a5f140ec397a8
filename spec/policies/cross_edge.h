// What an automatic policy learns across contexts: what a signaller did while
// somebody waited for it.
//
// Must not know: how that was found.
#pragma once

#include <compare>

#include "spec/base/id.h"

namespace picket {

// Ordered, so that a set of them has one order on every machine.
struct CrossEdge {
  StepId wait;      // somebody waits for X there
  StepId acquired;  // while it waits, the signaller takes a lock or waits there
  StepId signal;    // and signals X
  ContextId signaller;
  auto operator<=>(const CrossEdge&) const = default;
};

}  // namespace picket
