#include "explorer/search/stubborn_set.h"

#include <algorithm>
#include <tuple>

namespace picket {
namespace {

// A lock whose block begins with its one owner.
bool has_one_owner(ObjectType type) {
  switch (type) {
    case ObjectType::mutex:
    case ObjectType::rt_mutex:
    case ObjectType::spinlock_t:
    case ObjectType::raw_spinlock_t: return true;
    default: return false;
  }
}

// Waits for something that only what `Outlook::gives` says can bring about?
bool waits_for_a_gift(const Want& want) {
  return !want.bounded &&
         (want.kind == Want::Kind::lock || want.kind == Want::Kind::completion);
}

bool changes(const Footprint& what, const Footprint& reader) {
  std::uint64_t hit = 0;
  for (std::size_t i = 0; i < Footprint::kWords; ++i)
    hit |= (what.writes[i] | what.adds[i]) & reader.reads[i];
  return hit != 0;
}

}  // namespace

// Could it interfere with a move of that footprint? Who gives has to be left
// alone by all who could change what the move itself looks at: a `starts`, the
// state of its CPU.
bool StubbornSet::meets(const Outlook& outlook, Part part,
                        const Footprint& move) {
  switch (part) {
    case Part::all: return conflict(outlook.all, move);
    case Part::observes:
      return conflict(outlook.observes, move) || changes(outlook.all, move);
    case Part::gives: return conflict(outlook.gives, move);
  }
  return true;
}

StubbornSet::StubbornSet(const Program& program, Asks asks)
    : program_(program), future_(program, asks) {
  const std::size_t n = program.scenario.contexts.size();
  scratch_.resize(n);
  futures_.resize(n);
  owned_.resize(n);
  inside_ = ContextBits(n);
  needs_.assign(n, inside_);
  needs_known_.resize(n);
  const auto& objects = program.scenario.objects;
  for (std::size_t o = 0; o < objects.size(); ++o)
    if (has_one_owner(objects[o].type) && future_.can_wait_for(ObjectId(o)))
      locks_.push_back(ObjectId(o));
}

void StubbornSet::look_at(const Word* state) {
  state_ = state;
  for (std::size_t c = 0; c < futures_.size(); ++c) {
    futures_[c] = &future_.of(state, ContextId(c), {}, scratch_[c]);
    owned_[c].clear();
  }
  std::fill(needs_known_.begin(), needs_known_.end(), 0);
  for (const ObjectId lock : locks_) {
    const Word owner = state[program_.layout.objects[lock.index()].words];
    if (owner > 0) owned_[static_cast<std::size_t>(owner - 1)].push_back(lock);
  }
}

// A lock that only its one owner can release: nobody else can enable a waiter.
std::size_t StubbornSet::sole_owner(const Want& want) const {
  const std::size_t nobody = offers_->size();
  if (want.kind != Want::Kind::lock || !want.object.valid() || want.bounded ||
      !has_one_owner(program_.scenario.object(want.object).type))
    return nobody;
  const Word owner = state_[program_.layout.objects[want.object.index()].words];
  return owner > 0 ? static_cast<std::size_t>(owner - 1) : nobody;
}

StubbornSet::Part StubbornSet::part_needed(const Offer& offer) const {
  if (offer.enabled) return offer.gives ? Part::observes : Part::all;
  return waits_for_a_gift(offer.want) ? Part::gives : Part::all;
}

// One that can move needs all who could interfere; one that cannot, all who
// could change something it looked at.
const ContextBits& StubbornSet::needs(std::size_t context) {
  ContextBits& set = needs_[context];
  if (needs_known_[context]) return set;
  needs_known_[context] = 1;
  set.clear();
  const Offer& offer = (*offers_)[context];
  if (!offer.present) return set;
  if (!offer.enabled) {
    const std::size_t owner = sole_owner(offer.want);
    if (owner < offers_->size()) {
      set.add(owner);
      return set;
    }
  }
  const Part part = part_needed(offer);
  for (std::size_t other = 0; other < offers_->size(); ++other)
    if (meets(*futures_[other], part, offer.footprint)) set.add(other);
  return set;
}

// Does `other` have to wait for a lock that somebody inside owns before it can
// touch any of this? Those inside do not move before it does.
bool StubbornSet::has_to_wait(std::size_t other, Part part,
                              const Footprint& what) {
  return std::any_of(held_.begin(), held_.end(), [&](ObjectId lock) {
    return !meets(future_.of(state_, ContextId(other), lock, scratch_until_),
                  part, what);
  });
}

void StubbornSet::include(std::size_t context) {
  if (inside_.has(context)) return;
  const Offer& offer = (*offers_)[context];
  inside_.add(context);
  todo_.push_back(context);
  held_.insert(held_.end(), owned_[context].begin(), owned_[context].end());
  moves_ += offer.enabled;
  fresh_ += offer.fresh;
}

void StubbornSet::include_needs(std::size_t context) {
  const Offer& offer = (*offers_)[context];
  const Part part = part_needed(offer);
  needs(context).each_not_in(inside_, [&](std::size_t other) {
    if (!has_to_wait(other, part, offer.footprint)) include(other);
  });
}

// False: it was not going to be better than the best one so far.
bool StubbornSet::close(std::size_t seed) {
  inside_.clear();
  held_.clear();
  moves_ = fresh_ = 0;
  todo_.clear();
  include(seed);
  while (!todo_.empty() && moves_ < all_moves_) {
    if (std::tie(fresh_, moves_) >= std::tie(best_fresh_, best_moves_))
      return false;
    const std::size_t context = todo_.back();
    todo_.pop_back();
    include_needs(context);
  }
  return std::tie(fresh_, moves_) < std::tie(best_fresh_, best_moves_);
}

// Of the sets around each seed the one that leads to the fewest new states;
// among equals the one with the fewest moves, then the one of the last seed.
const std::vector<ContextId>& StubbornSet::choose(
    const Word* state, const std::vector<Offer>& offers) {
  best_.clear();
  for (std::size_t c = 0; c < offers.size(); ++c)
    if (offers[c].enabled) best_.push_back(ContextId(c));
  all_moves_ = best_.size();
  if (all_moves_ < 2) return best_;
  offers_ = &offers;
  look_at(state);
  best_fresh_ = best_moves_ = SIZE_MAX;
  best_.clear();
  for (std::size_t seed = offers.size(); seed-- > 0;) {
    if (!offers[seed].enabled || !close(seed)) continue;
    best_fresh_ = fresh_;
    best_moves_ = moves_;
    best_.clear();
    for (std::size_t c = 0; c < offers.size(); ++c)
      if (inside_.has(c) && offers[c].enabled) best_.push_back(ContextId(c));
  }
  return best_;
}

}  // namespace picket
