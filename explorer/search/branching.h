// Which transitions are to be taken from a place, so that a schedule of every
// class that still has to be explored begins with one of them.
//
// Persistent sets (the stubborn sets of whole contexts) less what is asleep:
// Godefroid, Partial-Order Methods (LNCS 1032, 1996).
#pragma once

#include <cstdint>
#include <vector>

#include "explorer/search/stubborn_set.h"
#include "explorer/search/tree_place.h"
#include "spec/semantics/step.h"

namespace picket {

enum class Prospect : std::uint8_t {
  ends,    // nothing can move here
  asleep,  // every schedule from here begins, up to the order of independent
           // steps, with something that is asleep
  open,    // neither is known
};

// Not thread-safe.
class Branching {
 public:
  explicit Branching(const Program& program);

  // Fills in the moves of the place, by its state and sleep set.
  Prospect open(TreePlace& place);

 private:
  void look_at(const TreePlace& place, std::size_t context);

  const Program& program_;
  StubbornSet stubborn_;
  std::vector<Offer> offers_;       // by context
  std::vector<std::size_t> first_;  // by context: into awake_
  Moves awake_;
  State next_;
  Effect effect_;
};

}  // namespace picket
