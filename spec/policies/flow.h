// What lockdep keeps per flow of control: the stack of held locks, whether
// interrupts and bottom halves are on, the scopes of the allocator.
//
// Follows struct task_struct and kernel/locking/lockdep.c of Linux 6.12.
#pragma once

#include "spec/base/short_vector.h"
#include "spec/policies/class_graph.h"

namespace picket {

struct HeldLock {
  LockClassId klass;
  MapId map;
  ObjectId instance;  // none: the map stands for nothing that has instances
  int read = 0;       // 0 exclusive, 1 shared, 2 shared and recursive
  bool trylock = false;
  bool check = true;
  int instances = 1;     // of the class, under one outer lock
  bool several = false;  // it has stood for more than one
  MapId nest;            // it was taken by leave of this one
  ObjectId nest_instance;
  StepId step;  // that took it
};

struct Flow {
  ContextId self;
  ContextKind kind = ContextKind::task;
  bool threaded = true;  // hardirq: may become a thread on PREEMPT_RT
  ShortVector<HeldLock, 4> held;
  bool preempt_rt = false;
  int preempt = 0;
  int bottom_halves_off = 0;
  bool irqs_off = false;
  ShortVector<char, 8> saved;  // by open _irqsave: were they off?
  int noreclaim = 0, nofs = 0, noio = 0;

  bool in_hardirq() const { return kind == ContextKind::hardirq; }
  bool in_softirq() const { return kind == ContextKind::softirq; }
  bool irqs_on() const { return !irqs_off && !in_hardirq(); }
  bool softirqs_on() const { return bottom_halves_off == 0 && !in_softirq(); }
  bool in_atomic() const {
    if (preempt > 0 || in_hardirq()) return true;
    return !preempt_rt && (bottom_halves_off > 0 || in_softirq());
  }
  // in_interrupt(): true of a task with bottom halves off, too.
  bool in_interrupt() const { return in_hardirq() || !softirqs_on(); }
};

}  // namespace picket
