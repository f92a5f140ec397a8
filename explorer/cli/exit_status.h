// What picket's exit status says; `git bisect run` and CI read it.
#pragma once

namespace picket {

enum ExitStatus : int {
  kAsExpected = 0,
  kNotAsExpected = 1,
  kBadInput = 2,  // or bad usage, or a report that cannot be written
  kInternalError = 3,
  kInconclusive = 4,
  kInterrupted = 130,
};

}  // namespace picket
