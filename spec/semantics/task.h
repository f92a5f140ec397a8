// The running context: its sleep state, pending signal, what is off in it, and
// whether it may sleep.
//
// Follows include/linux/preempt.h and kernel/sched/core.c (set_current_state,
// schedule, try_to_wake_up, __might_resched) of Linux 6.12.
#pragma once

#include <optional>

#include "spec/semantics/run.h"

namespace picket {

enum class TaskState : std::uint8_t {
  running,
  interruptible,
  uninterruptible,
  killable,
  idle,
};

// What the task word of a context says. A scenario without wait queues has no
// such word: the task is always running and without signals.
struct Task {
  TaskState state = TaskState::running;
  bool signal = false;          // a signal was delivered and stays pending
  bool woken_before = false;    // some wake_up_process for it was executed
  bool set_after_wake = false;  // it set its state when that was already so
  // It was woken for no reason since anybody last woke it: not again before
  // somebody does, so that a loop around a sleep does not go on for ever.
  bool spurious = false;

  static Task unpack(Word w) {
    return {static_cast<TaskState>(w & 15), (w & 16) != 0, (w & 32) != 0,
            (w & 64) != 0, (w & 128) != 0};
  }
  Word pack() const {
    return static_cast<Word>(static_cast<Word>(state) | (signal ? 16 : 0) |
                             (woken_before ? 32 : 0) |
                             (set_after_wake ? 64 : 0) | (spurious ? 128 : 0));
  }
  // Would a pending signal end this sleep?
  bool interruptible() const {
    return state == TaskState::interruptible || state == TaskState::killable;
  }
};

Task task(const Run& run, ContextId context);
void set_task(Run& run, ContextId context, const Task& task);

// Has a signal been delivered to this task? Records the look.
bool signal_pending(Run& run);

// try_to_wake_up: if the task sleeps in a state of the mask, make it run.
// Remembers nothing otherwise. `interruptible_only`: TASK_INTERRUPTIBLE only;
// else TASK_NORMAL, which every sleeping state is part of.
bool wake(Run& run, ContextId context, bool interruptible_only = false);

// What is off in a context. A hardirq runs with interrupts off, so that is what
// zero means there.
struct Atomic {
  std::int32_t preempt = 0;  // preempt_disable, spinlocks, rwlocks
  std::int32_t softirq = 0;  // local_bh_disable and _bh locks
  bool irqs_off = false;
  std::int32_t saved = 0;  // bits: irqs_off remembered by open _irqsave, last
  std::int32_t saves = 0;  // bit first; and how many
  // It shares its CPU and spins: what is off beside the above, and for which
  // alternative of its operation.
  Spin spin = Spin::none;
  std::int32_t spins_for = 0;

  static Atomic unpack(Word w) {
    return {w & 63,          (w >> 6) & 63,  (w & 0x1000) != 0,
            (w >> 13) & 255, (w >> 21) & 15, static_cast<Spin>((w >> 25) & 3),
            (w >> 27) & 15};
  }
  Word pack() const {
    return static_cast<Word>(
        preempt | (softirq << 6) | (irqs_off ? 0x1000 : 0) | (saved << 13) |
        (saves << 21) | (static_cast<Word>(spin) << 25) | (spins_for << 27));
  }
  bool in_atomic() const { return preempt > 0 || softirq > 0; }
  bool may_sleep() const { return !in_atomic() && !irqs_off; }
};

inline Atomic atomic(const Program& program, const Word* words,
                     ContextId context) {
  const ContextLayout& own = program.layout.contexts[context.index()];
  Atomic a = own.atomic < 0 ? Atomic{} : Atomic::unpack(words[own.atomic]);
  if (own.runs == Runs::as_hardirq) a.irqs_off = !a.irqs_off;
  return a;
}
inline Atomic atomic(const Run& run) {
  return atomic(run.program, run.words, run.self);
}
void set_atomic(Run& run, const Atomic& atomic);

// in_interrupt() of the kernel, as far as that follows from where it runs.
inline bool in_interrupt(const Run& run) {
  return run.own.runs != Runs::as_task;
}
inline bool in_hardirq(const Run& run) {
  return run.own.runs == Runs::as_hardirq;
}
inline bool is_forced_thread(const Run& run) {
  return run.own.runs == Runs::as_forced_thread;
}

// might_sleep(): false where a debug kernel would complain.
bool may_sleep(const Run& run);

// The forms of the spinning locks.
enum class LockForm : std::uint8_t { plain, irq, irqsave, bh };
// Before taking, after releasing; `sleeping`: see preempt_rt.h.
void disable(Run& run, LockForm form, bool sleeping = false);
void enable(Run& run, LockForm form, bool sleeping = false);
Spin spin_of(LockForm form, bool sleeping = false);
// Misuse where a debug kernel warns: a hardirq must touch neither bottom halves
// nor turn interrupts on, and bottom halves are enabled with interrupts on.
std::optional<Act> forbidden_to_disable(Run& run, LockForm form,
                                        ObjectId lock = ObjectId{});
std::optional<Act> forbidden_to_enable(Run& run, LockForm form,
                                       ObjectId lock = ObjectId{});
// Is there room in the counters for one more of any form? If not, the scenario
// nests without end, and its context is limited.
bool can_disable(const Run& run);

}  // namespace picket
