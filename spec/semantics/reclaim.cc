// kmalloc, might_alloc and the memalloc scopes. Whether an allocation that may
// enter direct reclaim does so is the environment's choice: both are explored.
//
// Follows mm/page_alloc.c (__alloc_pages_direct_reclaim) and
// include/linux/sched/mm.h of Linux 6.12.
#include "spec/semantics/reclaim.h"

#include "spec/base/contract.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/preempt_rt.h"
#include "spec/semantics/primitives.h"
#include "spec/semantics/task.h"

namespace picket {
namespace {

void set_scopes(Run& run, const Scopes& s) {
  const auto at = run.context().memalloc;
  if (at >= 0) run.words[at] = s.pack();
}

// Is the entry one that this allocation may run? A scope takes away what the
// gfp word allows; noio takes away the file system too.
bool allows(const Run& run, Gfp gfp, const ReclaimEntry& entry) {
  const Scopes s = scopes(run);
  const bool io = gfp != Gfp::noio && s.noio == 0;
  switch (entry.needs) {
    case ReclaimEntry::Needs::nothing: return true;
    case ReclaimEntry::Needs::io: return io;
    case ReclaimEntry::Needs::fs: return io && gfp != Gfp::nofs && s.nofs == 0;
  }
  return false;
}

// The first entry from `from` on that may run; -1: none.
int next_entry(const Run& run, Gfp gfp, int from) {
  const auto& entries = run.scenario().reclaim;
  for (int i = from; i < static_cast<int>(entries.size()); ++i)
    if (allows(run, gfp, entries[static_cast<std::size_t>(i)])) return i;
  return -1;
}

bool could_reclaim(const Run& run, Gfp gfp) {
  return may_block(gfp) && scopes(run).noreclaim == 0 &&
         next_entry(run, gfp, 0) >= 0;
}

void count_reclaim(Run& run, std::int32_t delta) {
  Scopes s = scopes(run);
  s.noreclaim += delta;
  set_scopes(run, s);
}

Act run_entry(Run& run, const Allocation& a, int entry) {
  const auto& reclaim = run.scenario().reclaim;
  scratch(run, a.word) = entry + 1;
  set_stage(run, a.stage);
  return push(run, reclaim[static_cast<std::size_t>(entry)].function,
              FrameKind::reclaim);
}

Act kmalloc(Run& run, Gfp gfp) {
  const bool begins = run.effect.begins;
  // Whatever the gfp, the allocator has locks that are slept for there.
  if (auto no = forbidden_to_block(run)) return *no;
  // Who may not reclaim either, because of a scope, has what is left.
  const bool may_fail =
      !may_block(gfp) || (begins && scopes(run).noreclaim > 0);
  if (may_fail && run.step().into.valid()) {
    if (may_block(gfp) && !may_sleep(run))
      return run.misuse(Misuse::sleep_in_atomic);
    run.effect.alternatives = 2;
    return run.result(run.alternative == 0 ? 1 : 0);
  }
  // The call is the event; what reclaim does comes after it.
  const Act act = allocate(run, {.gfp = gfp});
  if (begins && act == Act::called) run.happens();
  if (act != Act::done) return act;
  run.effect.result = 1;
  return begins ? Act::done : Act::ended;
}

Act might_alloc(Run& run, Gfp gfp) {
  if (may_block(gfp) && !may_sleep(run))
    return run.misuse(Misuse::sleep_in_atomic);
  return Act::done;
}

// A restore without its save leaves the flags as they are.
Act change(Run& run, std::int32_t Scopes::*scope, std::int32_t delta) {
  Scopes s = scopes(run);
  if (s.*scope + delta >= 0) s.*scope += delta;
  set_scopes(run, s);
  return Act::done;
}

Gfp gfp_of(const Run& run) {
  return gfp_named(
      run.scenario().words[static_cast<std::size_t>(run.operand(0).value)]);
}

}  // namespace

Gfp gfp_named(std::string_view word) {
  if (word == "GFP_NOFS") return Gfp::nofs;
  if (word == "GFP_NOIO") return Gfp::noio;
  if (word == "GFP_NOWAIT") return Gfp::nowait;
  if (word == "GFP_ATOMIC") return Gfp::atomic;
  return Gfp::kernel;
}

Scopes scopes(const Run& run) {
  const auto at = run.context().memalloc;
  return at < 0 ? Scopes{} : Scopes::unpack(run.words[at]);
}

Act allocate(Run& run, const Allocation& a) {
  const int ran = scratch(run, a.word);
  if (ran == 0) {
    if (may_block(a.gfp) && !may_sleep(run))
      return run.misuse(Misuse::sleep_in_atomic);
    if (!could_reclaim(run, a.gfp)) return Act::done;
    run.effect.alternatives = 2;
    if (run.alternative == 0) return Act::done;
    count_reclaim(run, 1);
    const Act act = run_entry(run, a, next_entry(run, a.gfp, 0));
    if (act == Act::limited) count_reclaim(run, -1);
    return act;
  }
  scratch(run, 0) = 0;
  const int next = next_entry(run, a.gfp, ran);
  if (next >= 0) return run_entry(run, a, next);
  scratch(run, a.word) = 0;
  count_reclaim(run, -1);
  return Act::done;
}

Act run_memory(Run& run) {
  switch (run.step().op) {
    case Op::kmalloc: return kmalloc(run, gfp_of(run));
    case Op::might_alloc: return might_alloc(run, gfp_of(run));
    case Op::mmap_read_lock:
    case Op::mmap_read_unlock:
    case Op::mmap_write_lock:
    case Op::mmap_write_unlock: return run_rwsem(run);
    case Op::mmu_notifier_invalidate_range_start:
    case Op::might_fault:
      if (!may_sleep(run)) return run.misuse(Misuse::sleep_in_atomic);
      return Act::done;
    case Op::mmu_notifier_invalidate_range_end:
    case Op::fs_reclaim_acquire:
    case Op::fs_reclaim_release: return Act::done;
    case Op::memalloc_noreclaim_save: return change(run, &Scopes::noreclaim, 1);
    case Op::memalloc_noreclaim_restore:
      return change(run, &Scopes::noreclaim, -1);
    case Op::memalloc_nofs_save: return change(run, &Scopes::nofs, 1);
    case Op::memalloc_nofs_restore: return change(run, &Scopes::nofs, -1);
    case Op::memalloc_noio_save: return change(run, &Scopes::noio, 1);
    case Op::memalloc_noio_restore: return change(run, &Scopes::noio, -1);
    default: break;
  }
  PICKET_REQUIRE(false, "an operation on memory");
  return Act::blocked;
}

}  // namespace picket
