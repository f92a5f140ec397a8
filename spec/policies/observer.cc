#include "spec/policies/observer.h"

#include <algorithm>

namespace picket {
namespace {

bool has_instance(const Flow& flow, ObjectId lock) {
  return std::any_of(flow.held.begin(), flow.held.end(),
                     [&](const HeldLock& h) { return h.instance == lock; });
}

bool turns_irqs_on(Op op) {
  switch (op) {
    case Op::local_irq_enable:
    case Op::local_unlock_irq:
    case Op::spin_unlock_irq:
    case Op::raw_spin_unlock_irq:
    case Op::read_unlock_irq:
    case Op::write_unlock_irq: return true;
    default: return false;
  }
}

}  // namespace

Observer::Observer(const Scenario& scenario, const LockMaps& maps,
                   FenceMaps& fences, Lockdep& lockdep)
    : s_(scenario), maps_(maps), fences_(fences), lockdep_(lockdep) {
  for (const Step& step : s_.steps)
    asks_reservations_ |= step.op == Op::dma_resv_wait_timeout;
}

Observer::Context Observer::start(ContextId context) {
  Context c;
  begin_flow(c, context);
  return c;
}

// The attempt of who is blocked for good has been made.
void Observer::observe_attempt(Context& c, StepId step) {
  attempt(c, s_.step(step), step, nullptr);
}

void Observer::observe(const CrossEdge& edge) {
  // Cross-release never linked one wait to another.
  std::vector<MapId> taken;
  if (fences_.is_by_place()) taken = fences_.maps_of_wait(edge.acquired);
  if (const Operand& lock = s_.step(edge.acquired).operands[0];
      lock.kind == Operand::Kind::object && maps_.of(lock.object()).valid())
    taken = {maps_.of(lock.object())};
  for (const MapId from : fences_.maps_of_wait(edge.wait))
    for (const MapId to : taken)
      lockdep_.depend(edge.signaller, from, edge.signal, to, edge.acquired);
}

void Observer::observe(Context& c, const EventFacts& e) {
  if (!e.step.valid()) return worker(c, e);
  const Step& step = s_.step(e.step);
  if (!is_jump(e, group_of(step.op))) operation(c, step, e);
  const bool fails_to_end = e.crashes && e.misuse == Misuse::lock_held_at_exit;
  if (e.exits || fails_to_end) finish(c, e.step);
}

void Observer::operation(Context& c, const Step& step, const EventFacts& e) {
  if (e.begins) {
    c.open.push_back({e.step});
    attempt(c, step, e.step, &e);
  }
  const bool own = !c.open.empty() && c.open.back().signals;
  if (e.takes.valid() && !own) take_inside(c, step, e.takes, e.step);
  if (e.drops.valid() && !own) drop_inside(c, step, e.drops, e.step);
  if (e.crashes && e.misuse != Misuse::lock_held_at_exit) return crash(c, e);
  if (e.ends && !c.open.empty()) {
    const Open open = c.open.back();
    c.open.pop_back();
    done(c, step, e.step, e, open);
  }
}

// A lock that an operation takes on its way: a fence's with interrupts off, as
// dma_fence_enable_sw_signaling() and dma_fence_add_callback() do; or that of
// wait_event_lock() again.
void Observer::take_inside(Context& c, const Step& step, ObjectId lock,
                           StepId id) {
  const bool of_fence =
      group_of(step.op) != OpGroup::wait_queue && !is_sleeping_lock(lock);
  if (of_fence) irq_off(c, true);
  take(c, lock, id);
  c.flow.preempt += of_fence;
}

void Observer::drop_inside(Context& c, const Step& step, ObjectId lock,
                           StepId id) {
  drop(c, lock, id);
  if (group_of(step.op) == OpGroup::wait_queue || is_sleeping_lock(lock))
    return;
  --c.flow.preempt;
  irq_restore(c, id);
}

void Observer::attempt(Context& c, const Step& step, StepId id,
                       const EventFacts* e) {
  if (lock_attempt(c, step, id)) return;
  switch (group_of(step.op)) {
    case OpGroup::fence:
    case OpGroup::resv: return fence_attempt(c, step, id, e);
    case OpGroup::wait_queue:
    case OpGroup::completion: return wait_attempt(c, step, id, e);
    case OpGroup::work: return work_attempt(c, step, id, e);
    case OpGroup::memory: return memory_attempt(c, step, id, e);
    case OpGroup::containers: return container_attempt(c, step, id);
    case OpGroup::rcu:
      if (step.op == Op::synchronize_srcu)
        lockdep_.sync(c.flow, maps_.of(step.operands[0].object()), id);
      return;
    default: return;
  }
}

void Observer::done(Context& c, const Step& step, StepId id,
                    const EventFacts& e, const Open& open) {
  if (open.reclaims) {
    --c.flow.noreclaim;
    lockdep_.release(c.flow, maps_.fs_reclaim, {}, id);
  }
  if (lock_done(c, step, id, e)) return;
  switch (group_of(step.op)) {
    case OpGroup::fence:
    case OpGroup::sections: return fence_done(c, step, id, e, open);
    case OpGroup::context:
    case OpGroup::memory: return context_done(c, step, id);
    case OpGroup::rcu: return rcu_done(c, step, id);
    case OpGroup::annotation: return annotation_done(c, step, id);
    default: return;
  }
}

// A worker's own steps: it takes up its item, and is done with it.
// process_one_work() of kernel/workqueue.c, call_timer_fn() of
// kernel/time/timer.c.
void Observer::worker(Context& c, const EventFacts& e) {
  if (s_.context(c.flow.self).fires) return;  // it only queues its item
  const ObjectId work = s_.context(c.flow.self).work;
  if (!work.valid() || c.runs) return finish(c, e.step);
  c.runs = true;
  c.queue = e.takes;
  const StepId entry = s_.function(s_.context(c.flow.self).body).entry;
  for (const ObjectId object : {c.queue, work}) {
    if (!object.valid() || !maps_.of(object).valid()) continue;
    Acquire want;
    want.map = maps_.of(object);
    lockdep_.acquire(c.flow, want, entry);
  }
}

void Observer::finish(Context& c, StepId last) {
  end_flow(c, last);
  const ObjectId work = s_.context(c.flow.self).work;
  if (work.valid() && c.runs) {
    for (const ObjectId object : {work, c.queue})
      if (object.valid() && maps_.of(object).valid())
        lockdep_.release(c.flow, maps_.of(object), {}, last);
    c.runs = false;
  }
  // lockdep_sys_exit() and do_exit() look; work items and interrupts only
  // print.
  const bool looked_at =
      !work.valid() && !c.flow.in_hardirq() && !c.flow.in_softirq();
  if (c.flow.held.empty() || !looked_at) return;
  const HeldLock& kept = c.flow.held.front();
  lockdep_.report({ReportKind::imbalance,
                   {maps_[kept.map].name},
                   {},
                   c.flow.self,
                   kept.step});
  c.flow.held.clear();
}

// What ends the schedule here may be what lockdep, or the debugging of locks,
// would have said.
void Observer::crash(Context& c, const EventFacts& e) {
  if (!e.misuse) return;
  PolicyReport r{ReportKind::mutex_debug, {}, {}, c.flow.self, e.step};
  if (e.culprit.valid() && maps_.of(e.culprit).valid())
    r.classes = {maps_[maps_.of(e.culprit)].name};
  switch (*e.misuse) {
    case Misuse::unlock_not_held:
      // Semaphores and the like have no map.
      if (r.classes.empty()) return;
      r.kind = ReportKind::imbalance;
      break;
    case Misuse::unbalanced_signalling:
      if (!fences_.map_of_section(s_.step(e.step)).valid()) return;
      r.kind = ReportKind::imbalance;
      r.classes = {maps_[maps_.dma_fence].name};
      break;
    case Misuse::init_held_lock:
    case Misuse::free_held_lock:
      // The locks of the running task are looked through, nobody else's.
      if (r.classes.empty() || !has_instance(c.flow, e.culprit)) return;
      r.kind = ReportKind::held_memory;
      break;
    case Misuse::ww_misuse: break;
    // lockdep_hardirqs_on_prepare() is not to be called there.
    case Misuse::wrong_context:
      if (!c.flow.in_hardirq() || !turns_irqs_on(s_.step(e.step).op)) return;
      break;
    default: return;
  }
  lockdep_.report(std::move(r));
}

void Observer::take(Context& c, ObjectId lock, StepId id, int read,
                    bool trylock, int subclass, ObjectId nest) {
  Acquire want;
  want.map = maps_.of(lock);
  if (!want.map.valid()) return;
  want.instance = lock;
  want.read = read;
  want.trylock = trylock;
  want.subclass = subclass;
  if (nest.valid()) want.nest = maps_.of(nest);
  want.nest_instance = nest;
  lockdep_.acquire(c.flow, want, id);
}

void Observer::drop(Context& c, ObjectId lock, StepId id) {
  if (const MapId map = maps_.of(lock); map.valid())
    lockdep_.release(c.flow, map, lock, id);
}

void Observer::touch(Context& c, MapId map, StepId id, int read) {
  if (!map.valid()) return;
  Acquire want;
  want.map = map;
  want.read = read;
  lockdep_.touch(c.flow, want, id);
}

const std::string& Observer::word(const Step& step, std::size_t operand) const {
  static const std::string none;
  const Operand& o = step.operands[operand];
  return o.kind == Operand::Kind::word
             ? s_.words[static_cast<std::size_t>(o.value)]
             : none;
}

}  // namespace picket
