// What an operation does to intervals, for words that nobody executes: which
// lock it takes, which section it begins, what it has to wait for.
//
// Must not know: rules.
#pragma once

#include <vector>

#include "spec/rules/alphabet.h"

namespace picket {

// The step's own event, with each outcome that rules could tell apart by what
// is held and open afterwards. Ends of sections: one for each class.
std::vector<Letter> effects_of(const Scenario& world, const Step& step,
                               const std::vector<ClassId>& classes);

// Plain operations that take and drop a lock of the type, in every mode.
std::vector<Op> plain_operations(ObjectType type);

bool is_take(Letter::Effect effect);
bool is_drop(Letter::Effect effect);

}  // namespace picket
