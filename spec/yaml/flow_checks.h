// Mistakes that only the flow of control shows: recursion, locals that nobody
// assigns, sections that nobody opens; and what operands need to know of
// threads.
#pragma once

#include "spec/yaml/reading.h"

namespace picket {

void check_recursion(Reading& reading);

// Both take the flow graph of all functions, calls included; a path that the
// graph has but no run takes counts as possible.
void check_locals(Reading& reading);
void check_sections(Reading& reading);

// A warning: whoever expects a misuse may mean it.
void check_ww_classes(Reading& reading);

// disable_irq() and its like name the handler of an interrupt.
void check_handlers(Reading& reading);

}  // namespace picket
