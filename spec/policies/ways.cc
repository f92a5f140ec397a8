#include "spec/policies/ways.h"

#include <algorithm>
#include <array>

namespace picket {
namespace {

constexpr std::uint64_t kStart = 0xcbf29ce484222325;

std::uint64_t mixed(std::uint64_t hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9e3779b97f4a7c15;
  return hash ^ (hash >> 29);
}

std::uint64_t word(std::int32_t value) {
  return static_cast<std::uint32_t>(value);
}

// Everything about an event that a policy looks at.
std::array<std::int32_t, 7> facts_of(const Event& e) {
  return {e.step.value,
          e.begins | e.ends << 1 | e.crashes << 2 | e.happens << 3,
          e.result,
          e.takes.value,
          e.drops.value,
          e.section,
          e.misuse ? static_cast<std::int32_t>(*e.misuse) : -1};
}

bool earlier(const Way* a, const Way* b) {
  if (a->context != b->context) return a->context < b->context;
  const std::size_t n = std::min(a->events.size(), b->events.size());
  for (std::size_t i = 0; i < n; ++i) {
    const auto x = facts_of(a->events[i]), y = facts_of(b->events[i]);
    if (x != y) return x < y;
  }
  if (a->events.size() != b->events.size())
    return a->events.size() < b->events.size();
  return a->attempted < b->attempted;
}

}  // namespace

void Ways::mark(const Trace& trace) {
  std::fill(marks_.begin(), marks_.end(), kStart);
  for (const Event& e : trace.events)
    for (const std::int32_t fact : facts_of(e))
      marks_[e.context.index()] = mixed(marks_[e.context.index()], word(fact));
  for (const PendingAttempt& p : trace.pending)
    if (!p.begun)
      marks_[p.context.index()] =
          mixed(marks_[p.context.index()], ~word(p.step.value));
}

Way Ways::cut(const Trace& trace, ContextId context) const {
  Way way;
  way.context = context;
  for (const Event& e : trace.events)
    if (e.context == context) way.events.push_back(e);
  for (const PendingAttempt& p : trace.pending)
    if (p.context == context && !p.begun) way.attempted = p.step;
  return way;
}

void Ways::add(const Trace& trace) {
  mark(trace);
  for (std::size_t c = 0; c < marks_.size(); ++c)
    if (!known_[c].contains(marks_[c]))
      known_[c].emplace(marks_[c], cut(trace, ContextId(c)));
}

void Ways::add(const Ways& other) {
  for (std::size_t c = 0; c < known_.size(); ++c)
    known_[c].insert(other.known_[c].begin(), other.known_[c].end());
}

std::vector<const Way*> Ways::in_order() const {
  std::vector<const Way*> all;
  for (const auto& ways : known_)
    for (const auto& [mark, way] : ways) all.push_back(&way);
  std::sort(all.begin(), all.end(), earlier);
  return all;
}

}  // namespace picket
