// Signalling sections: the code that has to run before a fence signals.
//
// Follows dma_fence_begin_signalling and dma_fence_end_signalling of
// drivers/dma-buf/dma-fence.c of Linux 6.12 with CONFIG_LOCKDEP: the cookie is
// 1 where the call does nothing, because this context has the class's map open
// already or is in atomic context. Interrupts off alone do not count.
// Words (ContextLayout::sections): how many are open, then a word per slot in
// the order of the begins; a slot that was closed out of order stays zero.
#pragma once

#include "spec/semantics/run.h"

namespace picket {

// Is a section open in this context, of whatever class and cookie?
bool in_section(const Run& run);

}  // namespace picket
