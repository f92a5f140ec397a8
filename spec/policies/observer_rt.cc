// What PREEMPT_RT changes of what lockdep sees: handlers that are threads,
// locks that are slept for with interrupts on, the lock of bottom halves.
//
// Follows kernel/softirq.c, kernel/irq/manage.c and
// include/linux/spinlock_rt.h of Linux 6.12.
#include "spec/model/softirq_lock.h"
#include "spec/policies/observer.h"

namespace picket {
namespace {

bool is_forced_thread(const Scenario& s, const Context& c) {
  return !c.work.valid() || s.object(c.work).type == ObjectType::hrtimer;
}

}  // namespace

// A softirq is lockdep's softirq there too, with the lock that local_bh_disable
// takes; a handler that was forced into a thread is a task with that lock.
void Observer::begin_flow(Context& begun, ContextId self) {
  Flow& flow = begun.flow;
  const picket::Context& c = s_.context(self);
  flow.self = self;
  flow.kind = c.kind;
  flow.threaded = c.threaded;
  flow.preempt_rt = s_.config.preempt_rt;
  if (!flow.preempt_rt) return;
  const bool hardirq = c.kind == ContextKind::hardirq;
  if (c.kind != ContextKind::softirq && (!hardirq || !c.threaded)) return;
  if (hardirq) flow.kind = ContextKind::kthread;
  if (hardirq && !is_forced_thread(s_, c)) return;
  const StepId entry = s_.function(c.body).entry;
  if (entry.valid()) take(begun, softirq_lock(s_), entry);
  if (hardirq) ++flow.bottom_halves_off;
}

void Observer::end_flow(Context& c, StepId last) {
  const ContextKind kind = s_.context(c.flow.self).kind;
  const bool interrupt =
      kind == ContextKind::softirq || kind == ContextKind::hardirq;
  if (c.flow.preempt_rt && interrupt &&
      lockdep_.holds(c.flow, maps_.of(softirq_lock(s_)), -1))
    drop(c, softirq_lock(s_), last);
}

bool Observer::is_sleeping_lock(ObjectId lock) const {
  if (!s_.config.preempt_rt) return false;
  const ObjectType type = s_.object(lock).type;
  return type == ObjectType::spinlock_t || type == ObjectType::rwlock_t ||
         type == ObjectType::local_lock_t;
}

void Observer::bh_off(Context& c, StepId id) {
  const bool first = c.flow.softirqs_on();
  if (s_.config.preempt_rt && first && c.flow.preempt == 0 && c.flow.irqs_on())
    take(c, softirq_lock(s_), id);
  ++c.flow.bottom_halves_off;
}

void Observer::bh_on(Context& c, StepId id) {
  if (c.flow.bottom_halves_off > 0) --c.flow.bottom_halves_off;
  if (!c.flow.softirqs_on()) return;
  lockdep_.softirqs_enabled(c.flow, id);
  if (s_.config.preempt_rt &&
      lockdep_.holds(c.flow, maps_.of(softirq_lock(s_)), -1))
    drop(c, softirq_lock(s_), id);
}

}  // namespace picket
