// Strong ids: an index into one kind of table, which the compiler will not
// mix up with an index into another.
//
// Must not know: what is being counted.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace picket {

template <class Tag>
struct Id {
  static constexpr std::int32_t kNone = -1;
  std::int32_t value = kNone;

  constexpr Id() = default;
  constexpr explicit Id(std::int32_t v) : value(v) {}
  constexpr explicit Id(std::size_t v) : value(static_cast<std::int32_t>(v)) {}

  constexpr bool valid() const { return value != kNone; }
  constexpr std::size_t index() const {
    return static_cast<std::size_t>(value);
  }
  friend constexpr auto operator<=>(Id, Id) = default;
};

using ObjectId = Id<struct ObjectTag>;      // Scenario::objects
using ClassId = Id<struct ClassTag>;        // Scenario::classes
using FunctionId = Id<struct FunctionTag>;  // Scenario::functions
using StepId = Id<struct StepTag>;          // Scenario::steps
using ExprId = Id<struct ExprTag>;          // Scenario::expressions
using LocalId = Id<struct LocalTag>;        // Scenario::locals
using ContextId = Id<struct ContextTag>;    // Scenario::contexts
using EventId = Id<struct EventTag>;        // Trace::events

}  // namespace picket

template <class Tag>
struct std::hash<picket::Id<Tag>> {
  std::size_t operator()(picket::Id<Tag> id) const noexcept {
    return std::hash<std::int32_t>{}(id.value);
  }
};
