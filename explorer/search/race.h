// Races of a maximal schedule, and the sequences that reverse them.
#pragma once

#include <functional>

#include "explorer/search/branch.h"
#include "spec/semantics/step.h"

namespace picket {

// Finds every reversible race (its later side may be blocked at the end) and
// every untaken alternative, and leaves at the place of
// the earlier event a sequence that explores the other order, unless that has
// been or will be explored.
class RaceReversal {
 public:
  explicit RaceReversal(const Program& program);

  void reverse(Branch& branch);

 private:
  // The later side of a race: a transition of `context` that was taken at
  // `position`, or is blocked at the end.
  struct Later {
    ContextId context;
    int alternatives;  // any of them may be possible in the other order
    const Footprint& footprint;
    std::size_t position;
    const std::uint16_t* before;  // clock of the context's previous event
  };

  void reverse_taken(Branch& branch, std::size_t position);
  void reverse_blocked(Branch& branch);
  void reverse_races(Branch& branch, const Later& later);
  bool reverse_race(Branch& branch, std::size_t earlier, const Later& later);
  void try_alternatives(Branch& branch, std::size_t position);
  void try_alternative(Branch& branch, std::size_t position, Choice choice);

  void collect_independent(const Branch& branch, std::size_t earlier);
  bool taken_after(const Branch& branch, std::size_t earlier, Choice choice);
  bool taken_without_others(const Branch& branch, std::size_t earlier,
                            Choice choice);
  bool taken_within(const Branch& branch, std::size_t earlier, Choice choice);
  void offer(Branch& branch, std::size_t place);

  const Program& program_;
  Moves sequence_;  // v
  std::vector<std::size_t> independent_;
  std::vector<std::size_t> reversed_;
  Footprint wanted_;  // by the later side: what it may race about
  std::vector<std::uint16_t> zero_clock_;
  State state_;
  Effect effect_;
};

}  // namespace picket
