// What a blocked context waits for, in two or three words: "mutex m".
//
// Must not know: who could give it; that is said once, about the end.
#pragma once

#include <string>

#include "spec/model/effect.h"
#include "spec/model/scenario.h"

namespace picket {

std::string want_text(const Scenario& scenario, const Want& want);

}  // namespace picket
