#include "spec/policies/lockdep.h"

#include <algorithm>

namespace picket {
namespace {

HeldLock held_lock(LockClassId klass, const Acquire& want, StepId step) {
  HeldLock lock;
  lock.klass = klass;
  lock.map = want.map;
  lock.instance = want.instance;
  lock.read = want.read;
  lock.trylock = want.trylock;
  lock.check = want.check;
  lock.nest = want.nest;
  lock.nest_instance = want.nest_instance;
  lock.step = step;
  return lock;
}

// match_held_lock(): the instance, or the class where one entry is several.
bool is_nest_of(const HeldLock& lock, const HeldLock& next) {
  return next.nest.valid() && lock.map == next.nest &&
         (lock.several || lock.instance == next.nest_instance);
}

}  // namespace

std::string Lockdep::name(LockClassId id) const {
  const LockClass& c = graph_.at(id);
  return maps_[c.map].name +
         (c.subclass ? "/" + std::to_string(c.subclass) : "");
}

void Lockdep::report(PolicyReport report) {
  if (watches_ == Watches::stacks) return;
  if (reported_.insert(report.key()).second)
    reports_.push_back(std::move(report));
}

void Lockdep::acquire(Flow& flow, const Acquire& want, StepId step) {
  const LockClassId klass = graph_.class_of(want.map, want.subclass);
  if (!flow.held.empty() && want.nest.valid() &&
      flow.held.back().klass == klass) {
    ++flow.held.back().instances;
    flow.held.back().several = true;
    return;
  }
  const HeldLock next = held_lock(klass, want, step);
  if (watches_ == Watches::stacks) return flow.held.push_back(next);
  check_wait_context(flow, want, step);
  mark_usage(flow, next, false);
  check_nest(flow, next);
  if (!want.trylock && want.check) {
    bool nested = false;
    if (check_recursion(flow, next, nested) && !nested)
      add_dependencies(flow, next);
  }
  flow.held.push_back(next);
}

void Lockdep::touch(Flow& flow, const Acquire& want, StepId step) {
  acquire(flow, want, step);
  release(flow, want.map, want.instance, step);
}

void Lockdep::sync(Flow& flow, MapId map, StepId step) {
  if (watches_ == Watches::stacks) return;
  const LockClassId klass = graph_.class_of(map, 0);
  Acquire want;
  want.map = map;
  const HeldLock next = held_lock(klass, want, step);
  mark_usage(flow, next, true);
  bool nested = false;
  if (check_recursion(flow, next, nested)) add_dependencies(flow, next);
}

// What lies above the released lock is validated again without it.
void Lockdep::release(Flow& flow, MapId map, ObjectId instance, StepId step) {
  auto& held = flow.held;
  for (std::size_t i = held.size(); i-- > 0;) {
    if (held[i].map != map ||
        (held[i].instance != instance && !held[i].several))
      continue;
    if (--held[i].instances > 0) return;
    const std::size_t before = held.size();
    if (i + 1 == before) return held.pop_back();
    const auto above = held;
    held.resize(i);
    for (std::size_t k = i + 1; k < before; ++k) {
      if (watches_ == Watches::order) {
        check_nest(flow, above[k]);
        if (!above[k].trylock && above[k].check)
          add_dependencies(flow, above[k]);
      }
      held.push_back(above[k]);
    }
    return;
  }
  report({ReportKind::imbalance, {maps_[map].name}, {}, flow.self, step});
}

void Lockdep::downgrade(Flow& flow, MapId map, ObjectId instance) {
  for (HeldLock& lock : flow.held)
    if (lock.map == map && lock.instance == instance) lock.read = 1;
}

bool Lockdep::holds(const Flow& flow, MapId map, int read) const {
  return std::any_of(
      flow.held.begin(), flow.held.end(), [&](const HeldLock& lock) {
        return lock.map == map && (read < 0 || (lock.read != 0) == (read != 0));
      });
}

void Lockdep::depend(ContextId context, MapId from, StepId held, MapId to,
                     StepId wanted) {
  Flow flow;
  flow.self = context;
  Acquire lock;
  lock.map = from;
  const HeldLock previous = held_lock(graph_.class_of(from, 0), lock, held);
  lock.map = to;
  const HeldLock next = held_lock(graph_.class_of(to, 0), lock, wanted);
  add_dependency(flow, previous, next);
}

void Lockdep::prime(MapId from, MapId to, int wanted_read) {
  graph_.add(graph_.class_of(from, 0), graph_.class_of(to, 0),
             edge_kind(0, wanted_read), {});
}

bool Lockdep::check_wait_context(const Flow& flow, const Acquire& want,
                                 StepId step) {
  const LockMap& map = maps_[want.map];
  if (map.inner == WaitType::unchecked || want.trylock) return true;
  WaitType limit = WaitType::max;
  if (flow.in_hardirq())
    limit = flow.threaded ? WaitType::config : WaitType::spin;
  if (flow.in_softirq()) limit = WaitType::config;
  for (const HeldLock& lock : flow.held)
    if (const WaitType inner = maps_[lock.map].inner;
        inner != WaitType::unchecked)
      limit = std::min(limit, inner);
  if (map.outer <= limit) return true;
  report({ReportKind::wait_context, {map.name}, {}, flow.self, step});
  return false;
}

void Lockdep::check_nest(const Flow& flow, const HeldLock& next) {
  if (!next.nest.valid()) return;
  for (const HeldLock& lock : flow.held)
    if (is_nest_of(lock, next)) return;
  report({ReportKind::nest_lock, {name(next.klass)}, {}, flow.self, next.step});
}

// May a lock of a class that is held already be taken? `nested`: by an outer
// lock's leave, and then without new dependencies.
bool Lockdep::check_recursion(const Flow& flow, const HeldLock& next,
                              bool& nested) {
  bool under_nest = false;
  for (const HeldLock& lock : flow.held) {
    under_nest |= is_nest_of(lock, next);
    if (lock.klass != next.klass) continue;
    if (next.read == 2 && lock.read != 0) continue;
    if (under_nest) {
      nested = true;
      return true;
    }
    PolicyReport r{
        ReportKind::recursion, {name(next.klass)}, {}, flow.self, next.step};
    r.edges.push_back({name(lock.klass),
                       name(next.klass),
                       {flow.self, lock.step, next.step}});
    report(std::move(r));
    return false;
  }
  return true;
}

// To the locks on top of the stack, down to the first that was waited for:
// those below have their edges to that one.
void Lockdep::add_dependencies(const Flow& flow, const HeldLock& next) {
  for (std::size_t i = flow.held.size(); i-- > 0;) {
    const HeldLock& previous = flow.held[i];
    if (!previous.check) continue;
    add_dependency(flow, previous, next);
    if (!previous.trylock) return;
  }
}

void Lockdep::add_dependency(const Flow& flow, const HeldLock& previous,
                             const HeldLock& next) {
  const std::uint8_t kind = edge_kind(previous.read, next.read);
  if (previous.klass == next.klass ||
      graph_.has(previous.klass, next.klass, kind))
    return;
  const auto path = graph_.strong_path(next.klass, next.read == 2,
                                       previous.klass, previous.read != 0);
  if (!path.empty()) {
    report_circular(flow, previous, next, path);
    return;
  }
  if (const auto conflict =
          usage_.across(previous.klass, previous.read, next.klass, next.read)) {
    PolicyReport r{ReportKind::unsafe_order,
                   {name(conflict->used), name(conflict->enabled)},
                   {},
                   flow.self,
                   next.step};
    r.edges.push_back({name(previous.klass),
                       name(next.klass),
                       {flow.self, previous.step, next.step}});
    report(std::move(r));
    return;
  }
  graph_.add(previous.klass, next.klass, kind,
             {flow.self, previous.step, next.step});
}

void Lockdep::report_circular(const Flow& flow, const HeldLock& previous,
                              const HeldLock& next,
                              const std::vector<LockEdge>& path) {
  PolicyReport r{ReportKind::circular, {}, {}, flow.self, next.step};
  for (const LockEdge& e : path) {
    r.classes.push_back(name(e.from));
    r.edges.push_back({name(e.from), name(e.to), e.source});
  }
  r.classes.push_back(name(previous.klass));
  r.edges.push_back({name(previous.klass),
                     name(next.klass),
                     {flow.self, previous.step, next.step}});
  report(std::move(r));
}

void Lockdep::mark_usage(Flow& flow, const HeldLock& next, bool sync) {
  if (!next.check) return;
  const bool read = next.read != 0;
  if (!next.trylock) {
    if (flow.in_hardirq())
      mark(flow, next, read ? kUsedInHardirqRead : kUsedInHardirq, next.step);
    if (flow.in_softirq())
      mark(flow, next, read ? kUsedInSoftirqRead : kUsedInSoftirq, next.step);
  }
  if (sync || !flow.irqs_on()) return;
  mark(flow, next, read ? kHardirqOnRead : kHardirqOn, next.step);
  if (flow.softirqs_on())
    mark(flow, next, read ? kSoftirqOnRead : kSoftirqOn, next.step);
}

void Lockdep::irqs_enabled(Flow& flow, StepId step) {
  if (watches_ == Watches::stacks) return;
  for (const HeldLock& lock : flow.held) {
    if (!lock.check) continue;
    mark(flow, lock, lock.read ? kHardirqOnRead : kHardirqOn, step);
    if (flow.softirqs_on())
      mark(flow, lock, lock.read ? kSoftirqOnRead : kSoftirqOn, step);
  }
}

void Lockdep::softirqs_enabled(Flow& flow, StepId step) {
  if (watches_ == Watches::stacks || !flow.irqs_on()) return;
  for (const HeldLock& lock : flow.held)
    if (lock.check)
      mark(flow, lock, lock.read ? kSoftirqOnRead : kSoftirqOn, step);
}

void Lockdep::mark(const Flow& flow, const HeldLock& lock, UsageBit usage,
                   StepId step) {
  if (usage_.has(lock.klass, usage)) return;
  const bool clash = usage_.conflicts(lock.klass, usage);
  usage_.set(lock.klass, usage);
  if (clash) {
    report({ReportKind::inconsistent, {name(lock.klass)}, {}, flow.self, step});
    return;
  }
  if (const auto conflict = usage_.along_path(lock.klass, lock.read, usage))
    report({ReportKind::inversion,
            {name(conflict->used), name(conflict->enabled)},
            {},
            flow.self,
            step});
}

}  // namespace picket
