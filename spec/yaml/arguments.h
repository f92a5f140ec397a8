// The arguments of one operation: the short form, the named form, and each
// kind of parameter that operations.def lists.
#pragma once

#include "spec/yaml/reading.h"

namespace picket {

// Fills step.operands from the value of `entry`, whose key is the operation.
void read_arguments(Reading& reading, const Entry& entry, Step& step);

// The words a parameter or attribute of this kind takes; empty for others.
const std::vector<std::string>& words_of_kind(std::string_view kind);

// May nothing (NULL in C) stand for it, as if it were left out?
bool may_be_nothing(const Parameter& parameter);

}  // namespace picket
