#include "spec/semantics/running_as.h"

namespace picket {

// hrtimers of drivers expire in a softirq there, and an irq_work has a thread
// of its own.
Runs runs(const Scenario& s, ContextId context) {
  const Context& c = s.context(context);
  const bool rt = s.config.preempt_rt;
  switch (c.kind) {
    case ContextKind::task:
    case ContextKind::kthread: break;
    case ContextKind::softirq:
      return rt ? Runs::as_forced_thread : Runs::as_softirq;
    case ContextKind::hardirq:
      if (!rt || !c.threaded) return Runs::as_hardirq;
      if (c.work.valid() && s.object(c.work).type != ObjectType::hrtimer) break;
      return Runs::as_forced_thread;
  }
  return Runs::as_task;
}

bool is_interrupt(const Scenario& s, ContextId context) {
  const Runs how = runs(s, context);
  return how == Runs::as_softirq || how == Runs::as_hardirq;
}

}  // namespace picket
