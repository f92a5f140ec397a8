#include "explorer/search/look_ahead.h"

#include <algorithm>
#include <cstring>

namespace picket {
namespace {

constexpr std::size_t kSmallest = std::size_t{1} << 10;
constexpr std::size_t kLargest = std::size_t{1} << 18;

}  // namespace

LookAhead::LookAhead(const Program& program, Gauge& gauge,
                     const SearchSummary& summary)
    : program_(program),
      gauge_(gauge),
      summary_(summary),
      branching_(program) {}

bool LookAhead::leads_on(TreePlace& place, std::size_t depth) {
  return search(place, depth, 0);
}

bool LookAhead::search(TreePlace& place, std::size_t depth, std::size_t level) {
  switch (branching_.open(place)) {
    case Prospect::ends: return true;
    case Prospect::asleep: return false;
    case Prospect::open: break;
  }
  if (place.sleep.empty()) return true;
  if (!gauge_.depth_allowed(depth) || !gauge_.go_on(summary_, depth))
    return true;
  const Fingerprint key = key_of(place);
  if (!known_.empty())
    if (const Known& k = known(key); k.key == key) return k.leads_on;
  const std::size_t asleep_before = place.sleep.size();
  const bool answer = try_moves(place, depth, level, true) ||
                      try_moves(place, depth, level, false);
  place.sleep.resize(asleep_before);
  learn(key, answer);
  return answer;
}

bool LookAhead::try_moves(TreePlace& place, std::size_t depth,
                          std::size_t level, bool waking) {
  for (const Move& move : place.moves) {
    if (asleep(place.sleep, move.choice)) continue;
    if (waking && !wakes(place, move)) continue;
    while (places_.size() <= level) places_.emplace_back();
    TreePlace& to = places_[level];
    to.state = place.state;
    ++tried_;
    step(program_, to.state.data(), move.choice.context,
         move.choice.alternative, effect_);
    still_asleep(place.sleep, move, to.sleep);
    if (search(to, depth + 1, level + 1)) return true;
    place.sleep.push_back(move);
  }
  return false;
}

bool LookAhead::wakes(const TreePlace& place, const Move& move) const {
  return std::any_of(place.sleep.begin(), place.sleep.end(),
                     [&](const Move& z) { return !sleeps_through(z, move); });
}

// Footprints of what is asleep follow from the state.
Fingerprint LookAhead::key_of(const TreePlace& place) {
  asleep_.clear();
  for (const Move& z : place.sleep)
    asleep_.push_back(static_cast<std::uint32_t>(z.choice.context.index())
                          << 16 |
                      static_cast<std::uint32_t>(z.choice.alternative));
  std::sort(asleep_.begin(), asleep_.end());
  const std::size_t words = place.state.size() * sizeof(Word);
  bytes_.resize(words + asleep_.size() * sizeof asleep_[0]);
  std::memcpy(bytes_.data(), place.state.data(), words);
  if (!asleep_.empty())
    std::memcpy(bytes_.data() + words, asleep_.data(), bytes_.size() - words);
  return fingerprint(bytes_.data(), bytes_.size());
}

LookAhead::Known& LookAhead::known(const Fingerprint& key) {
  return known_[key.low & (known_.size() - 1)];
}

void LookAhead::learn(const Fingerprint& key, bool leads_on) {
  if (known_.size() < kLargest && 2 * learnt_ >= known_.size()) {
    known_.assign(known_.empty() ? kSmallest : 4 * known_.size(), {});
    learnt_ = 0;
  }
  ++learnt_;
  known(key) = {key, leads_on};
}

std::size_t LookAhead::bytes() const {
  return known_.capacity() * sizeof(Known) + places_.size() * sizeof(TreePlace);
}

}  // namespace picket
