// The control word of a context: its status, whether it has started, how deep
// its stack is, and where the top frame begins.
#pragma once

#include <cstdint>

#include "spec/model/state.h"

namespace picket {

enum class Status : std::uint8_t { running, finished, crashed, limited, idle };

struct Control {
  Status status = Status::running;
  bool started = false;
  std::int32_t depth = 0;  // frames on the stack
  std::int32_t top = 0;    // where the top frame begins, from `stack`

  static Control unpack(Word w) {
    return {static_cast<Status>(w & 7), (w & 8) != 0, (w >> 4) & 255,
            (w >> 12) & 0xfffff};
  }
  Word pack() const {
    return static_cast<Word>(static_cast<Word>(status) | (started ? 8 : 0) |
                             (depth << 4) | (top << 12));
  }
};

}  // namespace picket
