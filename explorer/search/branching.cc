#include "explorer/search/branching.h"

namespace picket {

Branching::Branching(const Program& program)
    : program_(program),
      stubborn_(program, Asks::orders),
      offers_(program.scenario.contexts.size()),
      first_(offers_.size() + 1) {}

Prospect Branching::open(TreePlace& place) {
  place.moves.clear();
  place.next = 0;
  awake_.clear();
  bool enabled = false;
  for (std::size_t c = 0; c < offers_.size(); ++c) {
    first_[c] = awake_.size();
    look_at(place, c);
    enabled |= offers_[c].enabled;
  }
  first_[offers_.size()] = awake_.size();
  if (!enabled) return Prospect::ends;
  for (const ContextId c : stubborn_.choose(place.state.data(), offers_))
    for (std::size_t i = first_[c.index()]; i < first_[c.index() + 1]; ++i)
      place.moves.push_back(awake_[i]);
  return place.moves.empty() ? Prospect::asleep : Prospect::open;
}

// What the context can do next: all of it counts for who depends on it, and of
// that only what is awake is news.
void Branching::look_at(const TreePlace& place, std::size_t context) {
  const ContextId id(context);
  Offer& offer = offers_[context];
  offer = Offer{};
  const Status now = status(program_, place.state.data(), id);
  offer.present = now == Status::running || now == Status::idle;
  if (!offer.present) return;
  int alternatives = 1;
  for (int a = 0; a < alternatives; ++a) {
    next_ = place.state;
    const Outcome outcome = step(program_, next_.data(), id, a, effect_);
    alternatives = effect_.alternatives;
    join(offer.footprint, effect_.footprint);
    if (outcome == Outcome::blocked) {
      offer.want = effect_.want;
      continue;
    }
    offer.enabled = true;
    const Choice choice{id, a};
    if (asleep(place.sleep, choice)) continue;
    ++offer.fresh;
    awake_.push_back({choice, effect_.footprint});
  }
}

}  // namespace picket
