// Completions: a count of things done.
//
// Follows kernel/sched/completion.c of Linux 6.12. Waiters queue in order, but
// a woken waiter competes for the count with whoever comes, and nothing shows
// that a waiter has queued: "there is a count, so whoever comes" has the same
// outcomes, and the queue need not be modelled. Who is queued matters only
// where the completion may be initialised again: that forgets them.
//
// Where the time that remains of a time-out is a result, it is the whole of it
// for who need not wait; for who had to, 1 stands for it: time passes as it
// likes here.
#include "spec/semantics/completion.h"

#include <algorithm>

#include "spec/base/contract.h"
#include "spec/semantics/context_set.h"
#include "spec/semantics/frame.h"
#include "spec/semantics/lifetime.h"
#include "spec/semantics/primitives.h"
#include "spec/semantics/task.h"

namespace picket {
namespace {

// What may end a wait before there is a count.
struct Patience {
  bool timed = false;
  bool interruptible = false;
};

Patience patience(Op op) {
  switch (op) {
    case Op::wait_for_completion_interruptible:
    case Op::wait_for_completion_killable: return {.interruptible = true};
    case Op::wait_for_completion_timeout: return {.timed = true};
    case Op::wait_for_completion_interruptible_timeout:
      return {.timed = true, .interruptible = true};
    default: return {};
  }
}

// Takes one from a count that is not zero.
void consume(Run& run, ObjectId c) {
  Word& count = run.block(c)[0];
  if (count == kCompletedForAll) {
    run.reads(c);
  } else {
    run.writes(c);
    --count;
  }
}

ContextSet queued(Run& run, ObjectId c) {
  return {run.block(c) + 2, run.program.layout.objects[c.index()].capacity};
}

enum Stage { kArrive, kWait };

// It has to wait, and that it has had to shows later on: in what remains of its
// time, or by its place in the queue.
bool arrival_shows(const Run& run, ObjectId c, const Patience& p) {
  const Operand& timeout = run.operand(1);
  const bool time_counts = p.timed && run.step().into.valid() &&
                           timeout.given() && timeout.value != 1;
  return time_counts || run.program.layout.objects[c.index()].capacity > 0;
}

Act arrive(Run& run, ObjectId c) {
  run.reads(c);
  ContextSet set = queued(run, c);
  if (!set.has(run.self)) {
    run.writes(c);
    set.insert(run.self);
  }
  set_stage(run, kWait);
  return Act::stay;
}

// Whoever initialises a completion that has waiters loses them.
bool is_lost(Run& run, ObjectId c) {
  const auto room = run.program.layout.objects[c.index()].capacity;
  return room > 0 && stage(run) == kWait && !queued(run, c).has(run.self);
}

Act leave(Run& run, ObjectId c, std::int32_t value) {
  ContextSet set = queued(run, c);
  if (set.has(run.self)) {
    run.writes(c);
    set.erase(run.self);
  }
  return run.result(value);
}

std::int32_t time_left(const Run& run, const Patience& p) {
  if (!p.timed) return 0;
  const Operand& timeout = run.operand(1);
  return stage(run) == kArrive && timeout.given() ? timeout.value : 1;
}

Act not_yet(Run& run, ObjectId c, const Patience& p) {
  Want want;
  want.kind = Want::Kind::completion;
  want.object = c;
  want.bounded = p.timed || p.interruptible;
  return run.blocked(want);
}

// Alternatives: 0 success, then time-out, then interruption, as far as the
// operation has them. A count wins over both, at entry and at the very end.
Act wait(Run& run) {
  const ObjectId c = run.object();
  if (auto gone = dead(run, c)) return *gone;
  if (!may_sleep(run)) return run.misuse(Misuse::sleep_in_atomic, c);
  Patience p = patience(run.step().op);
  const bool is_done = run.block(c)[0] != 0;
  const Operand& timeout = run.operand(1);
  if (p.timed && timeout.given() && timeout.value == 0) {
    // Polls.
    run.reads(c);
    if (is_done) consume(run, c);
    if (!is_done && p.interruptible && signal_pending(run))
      return run.result(-512);  // -ERESTARTSYS
    return run.result(is_done ? 1 : 0);
  }
  if (stage(run) == kArrive && !is_done && arrival_shows(run, c, p))
    return arrive(run, c);
  const int interruption = p.timed ? 2 : 1;
  run.effect.alternatives = 1 + p.timed + p.interruptible;
  const bool woken = is_done && !is_lost(run, c);
  if (run.alternative == 0 && woken) {
    consume(run, c);
    return leave(run, c, time_left(run, p));
  }
  run.reads(c);
  if (woken || run.alternative == 0) return not_yet(run, c, p);
  if (p.interruptible && run.alternative == interruption)
    return signal_pending(run) ? leave(run, c, -512)  // -ERESTARTSYS
                               : not_yet(run, c, p);
  if (!is_done) return leave(run, c, 0);  // time-out
  consume(run, c);
  return run.result(1);
}

Act try_wait(Run& run) {
  const ObjectId c = run.object();
  if (auto gone = dead(run, c)) return *gone;
  if (run.block(c)[0] == 0) {
    run.reads(c);
    return run.result(0);
  }
  consume(run, c);
  return run.result(1);
}

Act is_done(Run& run) {
  const ObjectId c = run.object();
  if (auto gone = dead(run, c)) return *gone;
  run.reads(c);
  return run.result(run.block(c)[0] != 0);
}

Act complete_one(Run& run) {
  const ObjectId c = run.object();
  if (auto gone = dead(run, c)) return *gone;
  Word& count = run.block(c)[0];
  if (run.scenario().object(c).mute || count == kCompletedForAll) {
    run.reads(c);
  } else {
    run.adds(c);
    ++count;
  }
  return Act::done;
}

Act complete_everyone(Run& run) {
  const ObjectId c = run.object();
  if (auto gone = dead(run, c)) return *gone;
  // lockdep_assert_RT_in_threaded_ctx(): it may have many to wake.
  if (run.scenario().config.preempt_rt && in_hardirq(run))
    return run.misuse(Misuse::wrong_context, c);
  Word& count = run.block(c)[0];
  if (run.scenario().object(c).mute || count == kCompletedForAll) {
    run.reads(c);
  } else {
    run.writes(c);
    count = kCompletedForAll;
  }
  return Act::done;
}

Act reinitialise(Run& run) {
  const ObjectId c = run.object();
  if (auto gone = dead(run, c)) return *gone;
  Word* block = run.block(c);
  if (block[0] == 0) {
    run.reads(c);
    return Act::done;
  }
  run.writes(c);
  block[0] = 0;
  block[1] = 1;
  return Act::done;
}

}  // namespace

// Those that have been woken are off the queue: as long as there is a count for
// them, they look at it and come back.
void forget_waiters(const Program& program, Word* words, ObjectId c) {
  const ObjectLayout& at = program.layout.objects[c.index()];
  Word* block = words + at.words;
  const Word woken = block[0];
  const auto from = block + std::min(2, at.size);
  if (woken == 0) std::fill(from, block + at.size, 0);
  if (at.size > 1) block[1] = 0;
  block[0] = program.scenario.object(c).done;
}

bool count_erased(const Program& program, const Word* words, ObjectId c) {
  const ObjectLayout& at = program.layout.objects[c.index()];
  return at.size > 1 && words[at.words + 1] != 0;
}

Act run_completion(Run& run) {
  switch (run.step().op) {
    case Op::wait_for_completion:
    case Op::wait_for_completion_interruptible:
    case Op::wait_for_completion_killable:
    case Op::wait_for_completion_timeout:
    case Op::wait_for_completion_interruptible_timeout: return wait(run);
    case Op::try_wait_for_completion: return try_wait(run);
    case Op::completion_done: return is_done(run);
    case Op::complete: return complete_one(run);
    case Op::complete_all: return complete_everyone(run);
    case Op::reinit_completion: return reinitialise(run);
    default: break;
  }
  PICKET_REQUIRE(false, "an operation on completions");
  return Act::blocked;
}

}  // namespace picket
