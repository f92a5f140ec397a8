// What an operation on a lock is to lockdep. The kernel's names are regular, so
// the name says it: spin_trylock_irqsave, down_read_nested.
#pragma once

#include "spec/model/operation.h"

namespace picket {

struct LockCall {
  enum class Kind : std::uint8_t { none, take, try_, release, downgrade };
  enum class Form : std::uint8_t { plain, irq, irqsave, bh };
  Kind kind = Kind::none;
  Form form = Form::plain;
  bool shared = false;
  bool spins = false;  // preemption is off while it is held
};

// Of mutexes, spinlocks, rwlocks, rw_semaphores, local locks; else Kind::none.
LockCall lock_call(Op op);

}  // namespace picket
