// Completions: a count of things done.
//
// Follows kernel/sched/completion.c of Linux 6.12. Waiters queue in order, but
// a woken waiter competes for the count with whoever comes, and nothing shows
// that a waiter has queued: "there is a count, so whoever comes" has the same
// outcomes, and the queue need not be modelled.
//
// Where the time that remains of a time-out is a result, 1 stands for it: time
// passes as it likes here.
#include "spec/semantics/completion.h"

#include "spec/base/contract.h"
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
  const int interruption = p.timed ? 2 : 1;
  run.effect.alternatives = 1 + p.timed + p.interruptible;
  if (run.alternative == 0 && is_done) {
    consume(run, c);
    return run.result(p.timed ? 1 : 0);
  }
  run.reads(c);
  if (is_done || run.alternative == 0) return not_yet(run, c, p);
  if (p.interruptible && run.alternative == interruption)
    return signal_pending(run) ? run.result(-512)  // -ERESTARTSYS
                               : not_yet(run, c, p);
  return run.result(0);  // time-out
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
