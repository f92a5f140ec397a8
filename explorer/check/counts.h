// How much a check has seen.
#pragma once

#include <cstddef>
#include <cstdint>

namespace picket {

struct Counts {
  std::uint64_t schedules = 0;   // complete ones, one per class
  std::uint64_t deadlocked = 0;  // of these: with a blocked context at the end
  std::uint64_t states = 0;      // 0 for a search that keeps none
  std::uint64_t transitions = 0;
  std::uint64_t duplicates = 0;     // schedules of a class already seen (0)
  std::uint64_t sleep_blocked = 0;  // abandoned schedules (0)
  std::uint64_t looked_ahead = 0;   // transitions tried to abandon none
  std::uint64_t solver_questions = 0;
  std::uint64_t solver_native = 0;  // of these: answered without Z3
  std::size_t peak_bytes = 0;       // of the search's own structures
};

}  // namespace picket
