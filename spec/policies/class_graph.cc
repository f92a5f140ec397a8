#include "spec/policies/class_graph.h"

#include <algorithm>

namespace picket {
namespace {

constexpr std::uint8_t kEx = kER | kEN, kXN = kEN | kSN;

// A class, and how it was come to.
struct Spot {
  LockClassId at;
  bool restricted = false;
  std::size_t parent = 0;
  std::int32_t edge = 0;
};

std::size_t nr(std::int32_t edge) { return static_cast<std::size_t>(edge); }

}  // namespace

LockClassId ClassGraph::class_of(MapId map, int subclass) {
  std::int32_t& first = first_[map.index()];
  for (std::int32_t i = first; i >= 0; i = next_[static_cast<std::size_t>(i)])
    if (classes_[static_cast<std::size_t>(i)].subclass == subclass)
      return LockClassId(i);
  next_.push_back(first);
  first = static_cast<std::int32_t>(classes_.size());
  classes_.push_back({map, subclass});
  ends_.emplace_back();
  return LockClassId(first);
}

std::int32_t ClassGraph::find(LockClassId from, LockClassId to) const {
  std::int32_t e = ends_[from.index()].out.first;
  while (e >= 0 && edges_[nr(e)].to != to) e = links_[nr(e)].out;
  return e;
}

bool ClassGraph::has(LockClassId from, LockClassId to,
                     std::uint8_t kind) const {
  const std::int32_t e = find(from, to);
  return e >= 0 && (edges_[nr(e)].kinds & kind) != 0;
}

void ClassGraph::add(LockClassId from, LockClassId to, std::uint8_t kind,
                     const EdgeSource& source) {
  if (const std::int32_t e = find(from, to); e >= 0) {
    edges_[nr(e)].kinds |= kind;
    return;
  }
  const auto fresh = static_cast<std::int32_t>(edges_.size());
  edges_.push_back({from, to, kind, source});
  links_.emplace_back();
  List& out = ends_[from.index()].out;
  (out.last < 0 ? out.first : links_[nr(out.last)].out) = fresh;
  out.last = fresh;
  List& in = ends_[to.index()].in;
  (in.last < 0 ? in.first : links_[nr(in.last)].in) = fresh;
  in.last = fresh;
}

std::vector<LockEdge> ClassGraph::strong_path(LockClassId from, bool only_xr,
                                              LockClassId to,
                                              bool last_must_be_n) const {
  if (ends_[from.index()].out.first < 0 || ends_[to.index()].in.first < 0)
    return {};
  std::vector<Spot> spots{{from, only_xr, 0, 0}};
  std::vector<char> seen(2 * classes_.size());
  seen[2 * from.index() + only_xr] = 1;
  for (std::size_t i = 0; i < spots.size(); ++i) {
    for (std::int32_t e = ends_[spots[i].at.index()].out.first; e >= 0;
         e = links_[nr(e)].out) {
      const LockEdge& edge = edges_[nr(e)];
      const std::uint8_t kinds =
          spots[i].restricted ? edge.kinds & kEx : edge.kinds;
      if (kinds == 0) continue;
      const bool restricted = (kinds & kXN) == 0;
      if (edge.to == to && !(restricted && last_must_be_n)) {
        std::vector<LockEdge> path{edge};
        for (std::size_t s = i; s != 0; s = spots[s].parent)
          path.push_back(edges_[nr(spots[s].edge)]);
        std::reverse(path.begin(), path.end());
        return path;
      }
      char& mark = seen[2 * edge.to.index() + restricted];
      if (mark) continue;
      mark = 1;
      spots.push_back({edge.to, restricted, i, e});
    }
  }
  return {};
}

void ClassGraph::forwards(LockClassId from, bool only_xr, const Skip& skip,
                          const Visit& visit) const {
  std::vector<Spot> spots{{from, only_xr, 0, 0}};
  std::vector<char> seen(2 * classes_.size());
  seen[2 * from.index() + only_xr] = 1;
  for (std::size_t i = 0; i < spots.size(); ++i) {
    if (skip(spots[i].at)) continue;
    visit(spots[i].at, spots[i].restricted);
    for (std::int32_t e = ends_[spots[i].at.index()].out.first; e >= 0;
         e = links_[nr(e)].out) {
      const std::uint8_t kinds =
          spots[i].restricted ? edges_[nr(e)].kinds & kEx : edges_[nr(e)].kinds;
      if (kinds == 0) continue;
      const bool restricted = (kinds & kXN) == 0;
      char& mark = seen[2 * edges_[nr(e)].to.index() + restricted];
      if (mark) continue;
      mark = 1;
      spots.push_back({edges_[nr(e)].to, restricted, i, e});
    }
  }
}

void ClassGraph::backwards(LockClassId to, bool only_sx, const Skip& skip,
                           const Visit& visit) const {
  std::vector<Spot> spots{{to, only_sx, 0, 0}};
  std::vector<char> seen(2 * classes_.size());
  seen[2 * to.index() + only_sx] = 1;
  for (std::size_t i = 0; i < spots.size(); ++i) {
    if (skip(spots[i].at)) continue;
    visit(spots[i].at, spots[i].restricted);
    for (std::int32_t e = ends_[spots[i].at.index()].in.first; e >= 0;
         e = links_[nr(e)].in) {
      const std::uint8_t kinds =
          spots[i].restricted ? edges_[nr(e)].kinds & kXN : edges_[nr(e)].kinds;
      if (kinds == 0) continue;
      const bool restricted = (kinds & kEx) == 0;
      char& mark = seen[2 * edges_[nr(e)].from.index() + restricted];
      if (mark) continue;
      mark = 1;
      spots.push_back({edges_[nr(e)].from, restricted, i, e});
    }
  }
}

}  // namespace picket
