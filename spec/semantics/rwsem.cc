// rw_semaphore, percpu_rw_semaphore and the mmap_lock: sleeping readers and
// writers.
//
// Follows kernel/locking/rwsem.c of Linux 6.12. A reader gets in while no
// writer holds the semaphore, unless a writer waits for other readers to leave;
// a free semaphore it takes in front of a waiting writer. Writers take it from
// each other as well, so of their queue only that one of them waits can be
// seen, and only by readers: a writer shows itself when readers hold it, later
// ones need not. A trylock that fails for a queue alone is the same as one that
// fails after the waiter has got in.
// With PREEMPT_RT (rwbase_rt.c) readers get in until the writer has it.
// At a percpu_rw_semaphore (kernel/locking/percpu-rwsem.c) no reader gets past
// a waiting writer: it has shut the door before it waits for those inside.
#include "spec/base/contract.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/primitives.h"
#include "spec/semantics/rwlock.h"
#include "spec/semantics/task.h"

namespace picket {
namespace {

constexpr int kShown = 1;  // stage of a writer that readers see waiting
constexpr std::int32_t kMostReads = 255;  // one context's share of its byte

Word self_word(const Run& run) { return run.self.value + 1; }

bool is_percpu(const Run& run, ObjectId lock) {
  return run.scenario().object(lock).type == ObjectType::percpu_rw_semaphore;
}

// Does nobody take it in front of who waits already? On PREEMPT_RT readers are
// let in for another reason.
bool is_fifo(const Run& run, ObjectId lock) {
  const Config& config = run.scenario().config;
  return !config.lock_stealing && !config.preempt_rt && !is_percpu(run, lock);
}

Act wait_for(Run& run, ObjectId lock, bool shared) {
  Want want;
  want.kind = Want::Kind::lock;
  want.object = lock;
  want.shared = shared;
  return run.blocked(want);
}

Act take_shared(Run& run) {
  const ObjectId l = run.object();
  if (auto gone = dead(run, l)) return *gone;
  if (!may_sleep(run)) return run.misuse(Misuse::sleep_in_atomic, l);
  Word* block = run.block(l);
  if (block[0] == self_word(run)) return run.misuse(Misuse::recursive_lock, l);
  if (readers(run.program, block, run.self) == kMostReads) return Act::limited;
  // Only a waiting writer makes a reader look at the other readers.
  const bool writer = writer_waits(run.program, block);
  if (writer)
    run.writes(l);
  else
    run.adds(l);
  const bool shut = writer && (is_percpu(run, l) || is_fifo(run, l));
  const bool behind = writer && !run.scenario().config.preempt_rt &&
                      any_reader(run.program, block);
  if (block[0] != 0 || shut || behind) return wait_for(run, l, true);
  add_reader(run.program, block, run.self, 1);
  return Act::done;
}

Act try_shared(Run& run) {
  const ObjectId l = run.object();
  if (auto gone = dead(run, l)) return *gone;
  Word* block = run.block(l);
  if (block[0] != 0 || writer_waits(run.program, block)) {
    run.reads(l);
    return run.result(0);
  }
  if (readers(run.program, block, run.self) == kMostReads) return Act::limited;
  run.adds(l);
  add_reader(run.program, block, run.self, 1);
  return run.result(1);
}

Act release_shared(Run& run) {
  const ObjectId l = run.object();
  if (auto gone = dead(run, l)) return *gone;
  run.adds(l);
  Word* block = run.block(l);
  if (readers(run.program, block, run.self) == 0)
    return run.misuse(Misuse::unlock_not_held, l);
  add_reader(run.program, block, run.self, -1);
  return Act::done;
}

Act take_exclusive(Run& run) {
  const ObjectId l = run.object();
  if (auto gone = dead(run, l)) return *gone;
  if (!may_sleep(run)) return run.misuse(Misuse::sleep_in_atomic, l);
  Word* block = run.block(l);
  if (block[0] == self_word(run) || readers(run.program, block, run.self) > 0)
    return run.misuse(Misuse::recursive_lock, l);
  run.writes(l);
  if (block[0] == 0 && !any_reader(run.program, block)) {
    set_waits_to_write(block, run.self, false);
    block[0] = self_word(run);
    return Act::done;
  }
  if (block[0] != 0 || writer_waits(run.program, block))
    return wait_for(run, l, false);
  set_waits_to_write(block, run.self, true);
  set_stage(run, kShown);
  return Act::stay;
}

Act try_exclusive(Run& run) {
  const ObjectId l = run.object();
  if (auto gone = dead(run, l)) return *gone;
  Word* block = run.block(l);
  if (block[0] != 0 || any_reader(run.program, block) ||
      writer_waits(run.program, block)) {
    run.reads(l);
    return run.result(0);
  }
  run.writes(l);
  block[0] = self_word(run);
  return run.result(1);
}

Act release_exclusive(Run& run, bool downgrade) {
  const ObjectId l = run.object();
  if (auto gone = dead(run, l)) return *gone;
  run.writes(l);
  Word* block = run.block(l);
  if (block[0] != self_word(run)) return run.misuse(Misuse::unlock_not_held, l);
  block[0] = 0;
  if (downgrade) add_reader(run.program, block, run.self, 1);
  return Act::done;
}

}  // namespace

Act run_rwsem(Run& run) {
  switch (run.step().op) {
    case Op::percpu_down_read:
    case Op::mmap_read_lock:
    case Op::down_read:
    case Op::down_read_nested: return take_shared(run);
    case Op::percpu_down_write:
    case Op::mmap_write_lock:
    case Op::down_write:
    case Op::down_write_nested:
    case Op::down_write_nest_lock: return take_exclusive(run);
    case Op::down_read_trylock: return try_shared(run);
    case Op::down_write_trylock: return try_exclusive(run);
    case Op::percpu_up_read:
    case Op::mmap_read_unlock:
    case Op::up_read: return release_shared(run);
    case Op::percpu_up_write:
    case Op::mmap_write_unlock:
    case Op::up_write: return release_exclusive(run, false);
    case Op::downgrade_write: return release_exclusive(run, true);
    default: break;
  }
  PICKET_REQUIRE(false, "an operation on rw_semaphores");
  return Act::blocked;
}

}  // namespace picket
