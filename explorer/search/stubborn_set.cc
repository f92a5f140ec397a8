#include "explorer/search/stubborn_set.h"

#include <algorithm>

#include "spec/semantics/holder.h"

namespace picket {
namespace {

// A lock that only its one owner can release: nobody else can enable a waiter.
std::size_t sole_owner(const Program& program, const Word* state,
                       const Want& want) {
  const std::size_t nobody = program.scenario.contexts.size();
  if (want.kind != Want::Kind::lock || !want.object.valid() || want.bounded)
    return nobody;
  switch (program.scenario.object(want.object).type) {
    case ObjectType::mutex:
    case ObjectType::rt_mutex:
    case ObjectType::spinlock_t:
    case ObjectType::raw_spinlock_t: break;
    default: return nobody;
  }
  const Word owner =
      state[program.layout.objects[want.object.index()].words];
  return owner > 0 ? static_cast<std::size_t>(owner - 1) : nobody;
}

}  // namespace

void StubbornSet::include(std::size_t context) {
  if (inside_[context]) return;
  inside_[context] = 1;
  todo_.push_back(context);
}

void StubbornSet::include_enablers(const Word* state,
                                   const std::vector<Offer>& offers,
                                   std::size_t context) {
  const Offer& offer = offers[context];
  const std::size_t owner = sole_owner(program_, state, offer.want);
  if (owner < offers.size()) {
    include(owner);
    return;
  }
  // It can move only after something it looked at has changed.
  for (std::size_t other = 0; other < offers.size(); ++other)
    if (other != context && conflict(futures_[other], offer.footprint))
      include(other);
}

void StubbornSet::close(const Word* state, const std::vector<Offer>& offers,
                        std::size_t seed) {
  inside_.assign(offers.size(), 0);
  todo_.clear();
  include(seed);
  while (!todo_.empty()) {
    const std::size_t c = todo_.back();
    todo_.pop_back();
    if (!offers[c].present) continue;
    if (!offers[c].enabled) {
      include_enablers(state, offers, c);
      continue;
    }
    for (std::size_t other = 0; other < offers.size(); ++other)
      if (other != c && conflict(futures_[other], offers[c].footprint))
        include(other);
  }
}

std::size_t StubbornSet::moves(const std::vector<Offer>& offers) const {
  std::size_t n = 0;
  for (std::size_t c = 0; c < offers.size(); ++c)
    n += inside_[c] && offers[c].enabled;
  return n;
}

const std::vector<ContextId>& StubbornSet::choose(
    const Word* state, const std::vector<Offer>& offers) {
  futures_.resize(offers.size());
  for (std::size_t c = 0; c < offers.size(); ++c)
    futures_[c] = future_.of(state, ContextId(c));
  std::size_t fewest = offers.size() + 1;
  best_.clear();
  for (std::size_t seed = 0; seed < offers.size() && fewest > 1; ++seed) {
    if (!offers[seed].enabled) continue;
    close(state, offers, seed);
    const std::size_t n = moves(offers);
    if (n >= fewest) continue;
    fewest = n;
    best_.clear();
    for (std::size_t c = 0; c < offers.size(); ++c)
      if (inside_[c] && offers[c].enabled) best_.push_back(ContextId(c));
  }
  return best_;
}

}  // namespace picket
