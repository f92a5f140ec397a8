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
  std::size_t edge = 0;
};

}  // namespace

LockClassId ClassGraph::class_of(MapId map, int subclass) {
  for (std::size_t i = 0; i < classes_.size(); ++i)
    if (classes_[i].map == map && classes_[i].subclass == subclass)
      return LockClassId(i);
  classes_.push_back({map, subclass});
  out_.emplace_back();
  in_.emplace_back();
  return LockClassId(classes_.size() - 1);
}

bool ClassGraph::has(LockClassId from, LockClassId to,
                     std::uint8_t kind) const {
  for (std::size_t e : out_[from.index()])
    if (edges_[e].to == to) return (edges_[e].kinds & kind) != 0;
  return false;
}

void ClassGraph::add(LockClassId from, LockClassId to, std::uint8_t kind,
                     const EdgeSource& source) {
  for (std::size_t e : out_[from.index()])
    if (edges_[e].to == to) {
      edges_[e].kinds |= kind;
      return;
    }
  out_[from.index()].push_back(edges_.size());
  in_[to.index()].push_back(edges_.size());
  edges_.push_back({from, to, kind, source});
}

std::vector<LockEdge> ClassGraph::strong_path(LockClassId from, bool only_xr,
                                              LockClassId to,
                                              bool last_must_be_n) const {
  std::vector<Spot> spots{{from, only_xr, 0, 0}};
  std::vector<char> seen(2 * classes_.size());
  seen[2 * from.index() + only_xr] = 1;
  for (std::size_t i = 0; i < spots.size(); ++i) {
    for (std::size_t e : out_[spots[i].at.index()]) {
      const LockEdge& edge = edges_[e];
      const std::uint8_t kinds =
          spots[i].restricted ? edge.kinds & kEx : edge.kinds;
      if (kinds == 0) continue;
      const bool restricted = (kinds & kXN) == 0;
      if (edge.to == to && !(restricted && last_must_be_n)) {
        std::vector<LockEdge> path{edge};
        for (std::size_t s = i; s != 0; s = spots[s].parent)
          path.push_back(edges_[spots[s].edge]);
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
    for (std::size_t e : out_[spots[i].at.index()]) {
      const std::uint8_t kinds =
          spots[i].restricted ? edges_[e].kinds & kEx : edges_[e].kinds;
      if (kinds == 0) continue;
      const bool restricted = (kinds & kXN) == 0;
      char& mark = seen[2 * edges_[e].to.index() + restricted];
      if (mark) continue;
      mark = 1;
      spots.push_back({edges_[e].to, restricted, i, e});
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
    for (std::size_t e : in_[spots[i].at.index()]) {
      const std::uint8_t kinds =
          spots[i].restricted ? edges_[e].kinds & kXN : edges_[e].kinds;
      if (kinds == 0) continue;
      const bool restricted = (kinds & kEx) == 0;
      char& mark = seen[2 * edges_[e].from.index() + restricted];
      if (mark) continue;
      mark = 1;
      spots.push_back({edges_[e].from, restricted, i, e});
    }
  }
}

}  // namespace picket
