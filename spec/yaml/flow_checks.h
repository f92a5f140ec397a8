// Mistakes that only the flow of control shows: recursion, locals that nobody
// assigns, sections that nobody opens.
#pragma once

#include "spec/yaml/reading.h"

namespace picket {

void check_recursion(Reading& reading);

// Both take the flow graph of all functions, calls included; a path that the
// graph has but no run takes counts as possible.
void check_locals(Reading& reading);
void check_sections(Reading& reading);

}  // namespace picket
