// What an event was, without when it was and what it touched: many events of
// one search are the same in that.
//
// Must not know: who asks.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>

#include "spec/model/effect.h"
#include "spec/model/operation.h"
#include "spec/model/trace.h"

namespace picket {

// Members as those of Event.
struct EventFacts {
  StepId step;
  bool begins = false;
  bool ends = false;
  bool exits = false;
  bool crashes = false;
  bool happens = false;
  std::int32_t result = 0;
  ObjectId takes;
  ObjectId drops;
  std::int32_t section = -1;
  std::optional<Misuse> misuse;
  ObjectId culprit;
  ObjectId signals;
  auto operator<=>(const EventFacts&) const = default;
};

inline EventFacts facts_of(const Event& e) {
  return {e.step,    e.begins,  e.ends,   e.exits, e.crashes,
          e.happens, e.result,  e.takes,  e.drops, e.section,
          e.misuse,  e.culprit, e.signals};
}

inline EventFacts facts_of(const Effect& e, Outcome outcome) {
  const bool crashes = outcome == Outcome::crashed;
  return {e.step,    e.begins,  e.ends,   e.exits, crashes,
          e.happens, e.result,  e.takes,  e.drops, e.section,
          e.misuse,  e.culprit, e.signals};
}

// A jump is over as soon as it has begun, and has no end of its own.
template <class SomeEvent>
bool is_jump(const SomeEvent& e, OpGroup group) {
  return group == OpGroup::control && e.begins && e.happens && !e.ends;
}

struct EventFactsHash {
  std::size_t operator()(const EventFacts& e) const noexcept {
    const auto pair = [](std::int32_t high, std::int32_t low) {
      return std::uint64_t{static_cast<std::uint32_t>(high)} << 32 |
             static_cast<std::uint32_t>(low);
    };
    const std::int32_t flags =
        e.begins | e.ends << 1 | e.crashes << 2 | e.happens << 3 | e.exits << 4;
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const std::uint64_t word :
         {pair(e.step.value, flags), pair(e.result, e.section),
          pair(e.takes.value, e.drops.value),
          pair(e.signals.value, e.culprit.value)})
      hash = (hash ^ word ^ hash >> 29) * 0x9e3779b97f4a7c15;
    return hash ^ hash >> 32;
  }
};

}  // namespace picket
