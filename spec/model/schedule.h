// A schedule: which context took which alternative, from the start.
#pragma once

#include <cstdint>
#include <vector>

#include "spec/base/id.h"

namespace picket {

struct Choice {
  ContextId context;
  std::int32_t alternative = 0;
  friend auto operator<=>(const Choice&, const Choice&) = default;
};

using Schedule = std::vector<Choice>;

// Times the running context changed although it could be said to go on: the
// number of places where two neighbouring choices differ in context.
inline std::size_t context_switches(const Schedule& schedule) {
  std::size_t n = 0;
  for (std::size_t i = 1; i < schedule.size(); ++i)
    n += schedule[i].context != schedule[i - 1].context;
  return n;
}

}  // namespace picket
