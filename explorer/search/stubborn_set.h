// Which contexts must be explored from a state so that no end state is missed.
//
// Valmari's strong stubborn sets, a set of contexts at a time: with a context
// that can move, all those that could ever touch what it touches now; with one
// that cannot, all those that could enable it. Necessary enabling sets as in
// Laarman, Pater, van de Pol, Hansen: Guard-based partial-order reduction
// (STTT 2014); the seed with the fewest moves wins.
#pragma once

#include <vector>

#include "spec/model/effect.h"
#include "spec/semantics/future.h"

namespace picket {

// What one context can do in the state at hand.
struct Offer {
  bool enabled = false;  // some alternative can be taken
  bool present = false;  // it has a next transition at all
  Footprint footprint;   // of all its alternatives
  Want want;             // of the first blocked one
};

class StubbornSet {
 public:
  explicit StubbornSet(const Program& program)
      : program_(program), future_(program) {}

  // The contexts to explore, in order; `offers` by context. Empty if nothing
  // can move.
  const std::vector<ContextId>& choose(const Word* state,
                                       const std::vector<Offer>& offers);

 private:
  void close(const Word* state, const std::vector<Offer>& offers,
             std::size_t seed);
  void include(std::size_t context);
  void include_enablers(const Word* state, const std::vector<Offer>& offers,
                        std::size_t context);
  std::size_t moves(const std::vector<Offer>& offers) const;

  const Program& program_;
  Future future_;
  std::vector<Footprint> futures_;
  std::vector<char> inside_;
  std::vector<std::size_t> todo_;
  std::vector<ContextId> best_;
};

}  // namespace picket
