// Which operations open and close held(lock), and when they succeed.
//
// Must not know: how a lock works (semantics), what a rule does with it.
#pragma once

#include <cstdint>

#include "spec/model/operation.h"

namespace picket {

enum class LockChange : std::uint8_t {
  none,
  take,          // always, when it returns
  take_if_zero,  // 0, else an error: interrupted, -EDEADLK, -EALREADY
  take_if_one,   // the trylocks but down_trylock
  release,
};

// What the operation's own event does to its first operand.
LockChange lock_change(Op op);

inline bool takes(LockChange change, std::int32_t result) {
  switch (change) {
    case LockChange::none:
    case LockChange::release: return false;
    case LockChange::take: return true;
    case LockChange::take_if_zero: return result == 0;
    case LockChange::take_if_one: return result == 1;
  }
  return false;
}

}  // namespace picket
