// rwlock_t: spinning readers and writers.
//
// Follows kernel/locking/qrwlock.c of Linux 6.12 (config.queued_rwlocks), where
// the first waiting writer shows that it waits: from then on new readers queue
// behind it, unless they run with in_interrupt(), which bottom halves off in a
// task make true as well. Only the first one: later writers and readers stand
// in line for the queue's own spinlock, which nobody can see, so for them
// "whoever comes" has the same outcomes. While a writer holds the lock nobody
// gets in anyway, so a writer shows itself only to readers that hold it.
// With PREEMPT_RT (rwbase_rt.c) it is slept for, and readers get in until the
// writer has the lock: only a trylock fails because of one that waits.
#include "spec/semantics/rwlock.h"

#include "spec/base/contract.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/preempt_rt.h"
#include "spec/semantics/primitives.h"
#include "spec/semantics/task.h"

namespace picket {
namespace {

// Bits of the stage.
constexpr int kShown = 1;            // a writer that readers see waiting
constexpr int kBottomHalvesOff = 2;  // where that comes first

Word self_word(const Run& run) { return run.self.value + 1; }

// in_interrupt() of the kernel.
bool jumps_the_queue(const Run& run, LockForm form) {
  return in_interrupt(run) || form == LockForm::bh || atomic(run).softirq > 0;
}

Act wait_for(Run& run, ObjectId lock, bool shared, LockForm form) {
  Want want;
  want.kind = Want::Kind::lock;
  want.object = lock;
  want.shared = shared;
  want.spin = spin_of(form, is_sleeping_lock(run.scenario(), lock));
  return run.blocked(want);
}

// What has to come before the lock is looked at; none: nothing.
std::optional<Act> before_taking(Run& run, ObjectId lock, LockForm& form) {
  if (auto no = forbidden_to_disable(run, form, lock)) return no;
  if (auto no = forbidden_to_take(run, lock)) return no;
  if (!takes_bottom_halves_first(run, form)) return {};
  form = LockForm::plain;
  if ((stage(run) & kBottomHalvesOff) != 0) return {};
  const Act act = disable_bottom_halves(run);
  if (act != Act::done) return act;
  set_stage(run, kBottomHalvesOff);
  return Act::stay;
}

bool sleeps(const Run& run) { return run.scenario().config.preempt_rt; }

std::optional<Act> forbidden_to_try(Run& run, ObjectId lock) {
  if (!sleeps(run) || !in_hardirq(run)) return {};
  return run.misuse(Misuse::wrong_context, lock);
}

// Readers look at nothing but writers and count only themselves: two of them
// commute, hence the `adds`.
Act take_shared(Run& run, LockForm form) {
  const ObjectId l = run.object();
  if (auto gone = dead(run, l)) return *gone;
  Word* block = run.block(l);
  if (block[0] == self_word(run)) return run.misuse(Misuse::recursive_lock, l);
  if (!can_disable(run)) return Act::limited;
  const bool jumps = sleeps(run) || jumps_the_queue(run, form);
  if (auto act = before_taking(run, l, form)) return *act;
  run.adds(l);
  const bool behind = writer_waits(run.program, block) && !jumps;
  if (block[0] != 0 || behind) return wait_for(run, l, true, form);
  disable(run, form, sleeps(run));
  add_reader(run.program, block, run.self, 1);
  return Act::done;
}

Act try_shared(Run& run) {
  const ObjectId l = run.object();
  if (auto gone = dead(run, l)) return *gone;
  if (auto no = forbidden_to_try(run, l)) return *no;
  Word* block = run.block(l);
  if (block[0] != 0 || writer_waits(run.program, block)) {
    run.reads(l);
    return run.result(0);
  }
  if (!can_disable(run)) return Act::limited;
  run.adds(l);
  disable(run, LockForm::plain, sleeps(run));
  add_reader(run.program, block, run.self, 1);
  return run.result(1);
}

Act release_shared(Run& run, LockForm form) {
  const ObjectId l = run.object();
  if (auto gone = dead(run, l)) return *gone;
  run.adds(l);
  Word* block = run.block(l);
  if (readers(run.program, block, run.self) == 0)
    return run.misuse(Misuse::unlock_not_held, l);
  if (auto no = forbidden_to_enable(run, form, l)) return *no;
  add_reader(run.program, block, run.self, -1);
  enable(run, form, sleeps(run));
  return Act::done;
}

Act take_exclusive(Run& run, LockForm form) {
  const ObjectId l = run.object();
  if (auto gone = dead(run, l)) return *gone;
  Word* block = run.block(l);
  if (block[0] == self_word(run) || readers(run.program, block, run.self) > 0)
    return run.misuse(Misuse::recursive_lock, l);
  if (!can_disable(run)) return Act::limited;
  if (auto act = before_taking(run, l, form)) return *act;
  run.writes(l);
  const bool shown = (stage(run) & kShown) != 0;
  const bool first = shown || !writer_waits(run.program, block);
  const bool free = block[0] == 0 && !any_reader(run.program, block);
  if (free && first) {
    set_waits_to_write(block, run.self, false);
    disable(run, form, sleeps(run));
    block[0] = self_word(run);
    return Act::done;
  }
  const bool queues = run.scenario().config.queued_rwlocks || sleeps(run);
  const bool shows = queues && first && block[0] == 0 && !shown;
  if (!shows) return wait_for(run, l, false, form);
  set_waits_to_write(block, run.self, true);
  set_stage(run, stage(run) | kShown);
  run.effect.want.spin = spin_of(form, sleeps(run));
  return Act::stay;
}

Act try_exclusive(Run& run) {
  const ObjectId l = run.object();
  if (auto gone = dead(run, l)) return *gone;
  if (auto no = forbidden_to_try(run, l)) return *no;
  Word* block = run.block(l);
  if (block[0] != 0 || any_reader(run.program, block) ||
      writer_waits(run.program, block)) {
    run.reads(l);
    return run.result(0);
  }
  if (!can_disable(run)) return Act::limited;
  run.writes(l);
  disable(run, LockForm::plain, sleeps(run));
  block[0] = self_word(run);
  return run.result(1);
}

Act release_exclusive(Run& run, LockForm form) {
  const ObjectId l = run.object();
  if (auto gone = dead(run, l)) return *gone;
  run.writes(l);
  Word& writer = run.block(l)[0];
  if (writer != self_word(run)) return run.misuse(Misuse::unlock_not_held, l);
  if (auto no = forbidden_to_enable(run, form, l)) return *no;
  writer = 0;
  enable(run, form, sleeps(run));
  return Act::done;
}

}  // namespace

Act run_rwlock(Run& run) {
  switch (run.step().op) {
    case Op::read_lock:
    case Op::read_lock_nested: return take_shared(run, LockForm::plain);
    case Op::read_lock_irq: return take_shared(run, LockForm::irq);
    case Op::read_lock_irqsave: return take_shared(run, LockForm::irqsave);
    case Op::read_lock_bh: return take_shared(run, LockForm::bh);
    case Op::read_trylock: return try_shared(run);
    case Op::read_unlock: return release_shared(run, LockForm::plain);
    case Op::read_unlock_irq: return release_shared(run, LockForm::irq);
    case Op::read_unlock_irqrestore:
      return release_shared(run, LockForm::irqsave);
    case Op::read_unlock_bh: return release_shared(run, LockForm::bh);
    case Op::write_lock:
    case Op::write_lock_nested: return take_exclusive(run, LockForm::plain);
    case Op::write_lock_irq: return take_exclusive(run, LockForm::irq);
    case Op::write_lock_irqsave: return take_exclusive(run, LockForm::irqsave);
    case Op::write_lock_bh: return take_exclusive(run, LockForm::bh);
    case Op::write_trylock: return try_exclusive(run);
    case Op::write_unlock: return release_exclusive(run, LockForm::plain);
    case Op::write_unlock_irq: return release_exclusive(run, LockForm::irq);
    case Op::write_unlock_irqrestore:
      return release_exclusive(run, LockForm::irqsave);
    case Op::write_unlock_bh: return release_exclusive(run, LockForm::bh);
    default: break;
  }
  PICKET_REQUIRE(false, "an operation on rwlocks");
  return Act::blocked;
}

}  // namespace picket
