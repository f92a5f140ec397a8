// Interrupt lines: disable_irq(), enable_irq(), synchronize_irq(). A thread
// that one of them names is the handler of a line of its own: in hardirq
// context, or as the kthread of a threaded handler.
//
// Follows kernel/irq/manage.c of Linux 6.12. An interrupt that comes while its
// line is off is remembered and fires when it is on again.
// Word of a handler (ContextLayout::line): how often its line was disabled.
// Location: that of its context.
#pragma once

#include "spec/semantics/run.h"

namespace picket {

// A handler that has begun and not ended.
bool in_progress(const Program& program, const Word* words, ContextId handler);

// May the running context, a handler or not, begin as far as its line goes? If
// not, the effect says why.
bool line_is_on(Run& run);

// A part of run_context().
Act run_irq_line(Run& run);

}  // namespace picket
