#include "explorer/check/graph_ways.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace picket {
namespace {

// A set of places, as a number: of one place it is the place's own.
using SetId = std::int32_t;
constexpr SetId kNoPlace = -1;
constexpr SetId kFirstSet = 1 << 30;

class Following {
 public:
  Following(const Graph& graph, std::size_t contexts, Ways& ways)
      : graph_(graph),
        contexts_(contexts),
        ways_(ways),
        at_(graph.links.size() * contexts, kNoPlace),
        changed_(graph.links.size(), 0) {
    for (const EventFacts& facts : graph.events)
      events_.push_back(ways.event(facts));
    for (std::size_t c = 0; c < contexts; ++c)
      at_[c] = ways.start(ContextId(c)).value;
  }

  // Most states are reached before they are left; where one is reached again
  // by a way of its own, what follows is gone through again.
  void run() {
    changed_[0] = 1;
    for (again_ = true; again_;) {
      again_ = false;
      for (std::size_t e = 0; e < graph_.edges.size();) {
        const StateIndex from = graph_.edges[e].from;
        const bool changed = changed_[from];
        changed_[from] = 0;
        for (; e < graph_.edges.size() && graph_.edges[e].from == from; ++e)
          if (changed) follow(graph_.edges[e], graph_.labels[e]);
      }
    }
  }

  void end(StateIndex state, const PendingAttempt& p) {
    for_each(at_[state * contexts_ + p.context.index()],
             [&](WayPlaceId at) { ways_.end(at, p.step); });
  }

 private:
  template <class Visit>
  void for_each(SetId set, const Visit& visit) const {
    if (set == kNoPlace) return;
    if (set < kFirstSet) return visit(WayPlaceId(set));
    for (const SetId place : sets_[static_cast<std::size_t>(set - kFirstSet)])
      visit(WayPlaceId(place));
  }

  void follow(const Edge& edge, std::uint32_t label) {
    const SetId* from = &at_[edge.from * contexts_];
    SetId* to = &at_[edge.to * contexts_];
    bool changed = false;
    for (std::size_t c = 0; c < contexts_; ++c) {
      const SetId next = c == edge.context ? gone(from[c], label) : from[c];
      if (to[c] == next) continue;
      const SetId both = united(to[c], next);
      changed |= both != to[c];
      to[c] = both;
    }
    if (!changed) return;
    changed_[edge.to] = 1;
    again_ |= edge.to <= edge.from;
  }

  SetId gone(SetId from, std::uint32_t label) {
    const WayEventId event = events_[label];
    if (from < kFirstSet) return ways_.go(WayPlaceId(from), event).value;
    std::vector<SetId> to;
    for_each(from,
             [&](WayPlaceId at) { to.push_back(ways_.go(at, event).value); });
    std::sort(to.begin(), to.end());
    to.erase(std::unique(to.begin(), to.end()), to.end());
    return set_of(std::move(to));
  }

  SetId united(SetId a, SetId b) {
    if (a == kNoPlace || b == kNoPlace) return std::max(a, b);
    std::vector<SetId> both;
    for_each(a, [&](WayPlaceId at) { both.push_back(at.value); });
    const auto middle = static_cast<std::ptrdiff_t>(both.size());
    for_each(b, [&](WayPlaceId at) { both.push_back(at.value); });
    std::inplace_merge(both.begin(), both.begin() + middle, both.end());
    both.erase(std::unique(both.begin(), both.end()), both.end());
    return set_of(std::move(both));
  }

  SetId set_of(std::vector<SetId> places) {
    if (places.size() == 1) return places.front();
    const auto next = static_cast<SetId>(kFirstSet + sets_.size());
    const auto [at, fresh] = ids_.try_emplace(places, next);
    if (fresh) sets_.push_back(std::move(places));
    return at->second;
  }

  const Graph& graph_;
  const std::size_t contexts_;
  Ways& ways_;
  std::vector<WayEventId> events_;  // by label
  std::vector<SetId> at_;           // per state, per context
  std::vector<char> changed_;       // per state: since it was left
  bool again_ = false;
  std::vector<std::vector<SetId>> sets_;  // sorted
  std::map<std::vector<SetId>, SetId> ids_;
};

}  // namespace

void add_ways(const Graph& graph,
              const std::vector<std::vector<PendingAttempt>>& pending,
              Ways& ways) {
  Following following(graph, ways.contexts(), ways);
  following.run();
  for (std::size_t i = 0; i < pending.size(); ++i)
    for (const PendingAttempt& p : pending[i])
      if (!p.begun) following.end(graph.ends[i], p);
}

}  // namespace picket
