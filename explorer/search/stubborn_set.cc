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

}  // namespace

StubbornSet::StubbornSet(const Program& program)
    : program_(program), future_(program) {
  const std::size_t n = program.scenario.contexts.size();
  scratch_.resize(n);
  futures_.resize(n);
  owned_.resize(n);
  inside_.resize(n);
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

// Can `other` touch any of this before it has to wait for a lock that somebody
// inside owns? Those inside do not move before it does.
bool StubbornSet::reaches(std::size_t other, Part part, const Footprint& what) {
  const auto choose = [&](const Outlook& outlook) -> const Footprint& {
    return part == Part::all        ? outlook.all
           : part == Part::observes ? outlook.observes
                                    : outlook.gives;
  };
  if (!conflict(choose(*futures_[other]), what)) return false;
  return std::all_of(held_.begin(), held_.end(), [&](ObjectId lock) {
    return conflict(
        choose(future_.of(state_, ContextId(other), lock, scratch_until_)),
        what);
  });
}

void StubbornSet::include(std::size_t context) {
  if (inside_[context]) return;
  const Offer& offer = (*offers_)[context];
  inside_[context] = 1;
  todo_.push_back(context);
  held_.insert(held_.end(), owned_[context].begin(), owned_[context].end());
  moves_ += offer.enabled;
  fresh_ += offer.fresh;
}

// One that can move needs all who could interfere; one that cannot, all who
// could change something it looked at.
void StubbornSet::include_needs(std::size_t context) {
  const Offer& offer = (*offers_)[context];
  if (!offer.present) return;
  Part part = offer.gives ? Part::observes : Part::all;
  if (!offer.enabled) {
    const std::size_t owner = sole_owner(offer.want);
    if (owner < offers_->size()) return include(owner);
    part = waits_for_a_gift(offer.want) ? Part::gives : Part::all;
  }
  for (std::size_t other = 0; other < offers_->size(); ++other)
    if (!inside_[other] && reaches(other, part, offer.footprint))
      include(other);
}

void StubbornSet::close(std::size_t seed) {
  inside_.assign(offers_->size(), 0);
  held_.clear();
  moves_ = fresh_ = 0;
  include(seed);
  while (!todo_.empty()) {
    const std::size_t context = todo_.back();
    todo_.pop_back();
    include_needs(context);
  }
}

// Of the sets around each seed the one that leads to the fewest new states;
// among equals the one with the fewest moves, then the one found last.
const std::vector<ContextId>& StubbornSet::choose(
    const Word* state, const std::vector<Offer>& offers) {
  offers_ = &offers;
  look_at(state);
  std::size_t fresh = SIZE_MAX, moves = SIZE_MAX;
  best_.clear();
  for (std::size_t seed = 0; seed < offers.size(); ++seed) {
    if (!offers[seed].enabled) continue;
    close(seed);
    if (std::tie(fresh_, moves_) > std::tie(fresh, moves)) continue;
    fresh = fresh_;
    moves = moves_;
    best_.clear();
    for (std::size_t c = 0; c < offers.size(); ++c)
      if (inside_[c] && offers[c].enabled) best_.push_back(ContextId(c));
  }
  return best_;
}

}  // namespace picket
