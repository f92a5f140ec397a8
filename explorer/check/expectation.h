// Does what was found match what the scenario expects?
#pragma once

#include "explorer/check/result.h"

namespace picket {

// Marks expected findings and notes, lists missing patterns, decides verdict
// and as_expected. `findings`, `notes` and `limit` must be set. With `strict`
// notes count as failures unless they are listed.
void match_expectation(CheckResult& result, bool strict);

}  // namespace picket
