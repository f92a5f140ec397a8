// How a check stands against its expectation: the one answer that the exit
// status, the console and every report agree on.
#pragma once

#include <cstddef>

#include "explorer/report/report.h"

namespace picket {

enum class Standing {
  passed,        // nothing found, nothing expected
  found,         // exactly what was expected was found
  failed,        // something unexpected, or something expected is missing
  inconclusive,  // a limit was hit, nobody expected that
};

Standing standing(const CheckResult& result);

// Was a limit hit, or the run interrupted?
bool stopped_early(const CheckResult& result);

struct Tally {
  std::size_t checks = 0;
  std::size_t as_expected = 0;
  std::size_t failed = 0;
  std::size_t inconclusive = 0;
  bool interrupted = false;
};

Tally tally(const Report& report);

}  // namespace picket
