// Shortest schedules: to each of several goals one with the fewest steps and,
// among those, the fewest context switches. The same one whatever search found
// the goal.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "explorer/search/execution.h"

namespace picket {

struct GoalTest {
  // Appends the goals that a transition which crashed reaches.
  std::function<void(const Event&, std::vector<std::size_t>&)> crash;
  // Appends the goals that a state in which nothing can move reaches.
  std::function<void(const State&, std::vector<std::size_t>&)> end;
};

// Per goal the schedule, or nothing if the search gave up: it keeps at most
// `most_states` states.
std::vector<std::optional<Schedule>> shortest_schedules(
    const Program& program, std::size_t goals, const GoalTest& test,
    std::size_t most_states);

}  // namespace picket
