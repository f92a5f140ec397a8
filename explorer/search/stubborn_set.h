// Which contexts must be explored from a state so that no end state is missed.
//
// Valmari's strong stubborn sets, a set of contexts at a time: with a context
// that can move, all those that could ever touch what it touches now; with one
// that cannot, all those that could enable it. Necessary enabling sets as in
// Laarman, Pater, van de Pol, Hansen: Guard-based partial-order reduction
// (STTT 2014); the seed with the fewest moves wins.
#pragma once

#include <cstdint>
#include <vector>

#include "explorer/search/context_bits.h"
#include "spec/model/effect.h"
#include "spec/semantics/future.h"

namespace picket {

// What one context can do in the state at hand.
struct Offer {
  bool enabled = false;   // some alternative can be taken
  bool present = false;   // it has a next transition at all
  bool gives = false;     // adds to a count that others may wait for
  std::size_t fresh = 0;  // of what it can do: how much is news
  Footprint footprint;    // of all its alternatives
  Want want;              // of the first blocked one
};

class StubbornSet {
 public:
  StubbornSet(const Program& program, Asks asks);

  // The contexts to explore, in order; `offers` by context. Empty if nothing
  // can move.
  const std::vector<ContextId>& choose(const Word* state,
                                       const std::vector<Offer>& offers);

 private:
  enum class Part : std::uint8_t { all, observes, gives };

  static bool meets(const Outlook& outlook, Part part, const Footprint& move);
  void look_at(const Word* state);
  bool close(std::size_t seed);
  void include(std::size_t context);
  void include_needs(std::size_t context);
  std::size_t sole_owner(const Want& want) const;
  Part part_needed(const Offer& offer) const;
  const ContextBits& needs(std::size_t context);
  bool has_to_wait(std::size_t other, Part part, const Footprint& what);

  const Program& program_;
  Future future_;
  std::vector<ObjectId> locks_;  // with one owner at a time
  const Word* state_ = nullptr;
  const std::vector<Offer>* offers_ = nullptr;
  std::vector<Outlook> scratch_;
  Outlook scratch_until_;
  std::vector<const Outlook*> futures_;       // per context
  std::vector<std::vector<ObjectId>> owned_;  // per context
  // Per context, once somebody asks: who could touch what it looks at.
  std::vector<ContextBits> needs_;
  std::vector<char> needs_known_;
  // The set that is being closed: its contexts, the locks they own, how many
  // of them can move, to how many states that are new.
  ContextBits inside_;
  std::vector<ObjectId> held_;
  std::size_t moves_ = 0;
  std::size_t fresh_ = 0;
  std::vector<std::size_t> todo_;
  std::size_t all_moves_ = 0;  // contexts that can move at all
  // The best set so far.
  std::vector<ContextId> best_;
  std::size_t best_fresh_ = 0;
  std::size_t best_moves_ = 0;
};

}  // namespace picket
