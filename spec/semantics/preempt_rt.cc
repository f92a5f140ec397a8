#include "spec/semantics/preempt_rt.h"

#include <algorithm>

#include "spec/model/softirq_lock.h"
#include "spec/semantics/cpu.h"
#include "spec/semantics/holder.h"

namespace picket {
namespace {

constexpr int kLocksShift = 8;
constexpr Word kDepth = (1 << kLocksShift) - 1;

ObjectId lock_of_cpus(const Run& run) { return softirq_lock(run.scenario()); }

void hold(Run& run, bool holds) {
  Word& set = run.block(lock_of_cpus(run))[run.self.index() / 32];
  const auto bit = static_cast<Word>(1u << (run.self.index() % 32));
  set = holds ? (set | bit) : (set & ~bit);
  run.effect.footprint.write(run.cpu_location());
}

bool held_by_a_mate(const Run& run) {
  const auto& all = mates(run.program, run.self);
  return std::any_of(all.begin(), all.end(), [&](ContextId other) {
    return other != run.self &&
           holds(run.program, run.words, lock_of_cpus(run), other);
  });
}

// A context that has its CPU for itself competes with nobody.
bool shares_lock(const Run& run) {
  return run.scenario().config.preempt_rt && run.own.cpu >= 0;
}

Act wait_for_lock(Run& run) {
  Want want;
  want.kind = Want::Kind::lock;
  want.object = lock_of_cpus(run);
  return run.blocked(want);
}

}  // namespace

bool is_sleeping_lock(const Scenario& s, ObjectId lock) {
  if (!s.config.preempt_rt) return false;
  const ObjectType type = s.object(lock).type;
  return type == ObjectType::spinlock_t || type == ObjectType::rwlock_t ||
         type == ObjectType::local_lock_t;
}

bool may_block(const Run& run) {
  const Atomic a = atomic(run);
  return !in_hardirq(run) && a.preempt == 0 && !a.irqs_off;
}

std::optional<Act> forbidden_to_take(Run& run, ObjectId lock) {
  if (!is_sleeping_lock(run.scenario(), lock)) return {};
  return forbidden_to_block(run, lock);
}

std::optional<Act> forbidden_to_block(Run& run, ObjectId object) {
  if (!run.scenario().config.preempt_rt || may_block(run)) return {};
  return run.misuse(Misuse::sleep_in_atomic, object);
}

std::int32_t sleeping_locks(const Program& program, const Word* words,
                            ContextId context) {
  const auto at = program.layout.contexts[context.index()].rcu;
  return at < 0 ? 0 : words[at] >> kLocksShift;
}

void count_sleeping_lock(Run& run, std::int32_t delta) {
  const auto at = run.context().rcu;
  if (at < 0) return;
  const std::int32_t locks =
      sleeping_locks(run.program, run.words, run.self) + delta;
  run.words[at] =
      (run.words[at] & kDepth) | (std::max(0, locks) << kLocksShift);
}

// Where it must not wait, the kernel only looks that nobody holds the lock.
Act disable_bottom_halves(Run& run) {
  if (!can_disable(run)) return Act::limited;
  Atomic a = atomic(run);
  if (shares_lock(run) && a.softirq == 0 && !is_forced_thread(run)) {
    const bool waits = may_block(run);
    run.effect.footprint.read(run.cpu_location());
    if (held_by_a_mate(run))
      return waits ? wait_for_lock(run) : run.misuse(Misuse::wrong_context);
    if (waits) hold(run, true);
  }
  ++a.softirq;
  set_atomic(run, a);
  return Act::done;
}

void enable_bottom_halves(Run& run) {
  Atomic a = atomic(run);
  if (a.softirq > 0) --a.softirq;
  set_atomic(run, a);
  if (a.softirq == 0 && shares_lock(run) && !is_forced_thread(run) &&
      holds(run, lock_of_cpus(run)))
    hold(run, false);
}

bool takes_bottom_halves_first(const Run& run, LockForm form) {
  return form == LockForm::bh && shares_lock(run);
}

Act begin_forced_thread(Run& run) {
  if (!shares_lock(run) || !is_forced_thread(run)) return Act::done;
  if (held_by_a_mate(run)) return wait_for_lock(run);
  hold(run, true);
  return Act::stay;
}

void end_forced_thread(Run& run) {
  if (shares_lock(run) && is_forced_thread(run) &&
      holds(run, lock_of_cpus(run)))
    hold(run, false);
}

}  // namespace picket
