// lockdep's graph: which lock class was taken while which other was held, as
// readers or writers, and the paths along which somebody could be blocked.
//
// Follows kernel/locking/lockdep.c and Documentation/locking/lockdep-design.rst
// of Linux 6.12. A path is strong if it has no -(xR)-> followed by -(Sx)->: a
// recursive reader does not wait for who merely reads.
//
// Must not know: events, contexts beyond naming them, what a report looks like.
#pragma once

#include <functional>
#include <vector>

#include "spec/policies/edge_source.h"
#include "spec/policies/lock_map.h"

namespace picket {

using LockClassId = Id<struct LockClassTag>;

// A map and a subclass: what lockdep tells apart.
struct LockClass {
  MapId map;
  int subclass = 0;
};

// First letter: the held side is shared (S) or exclusive (E); second: the
// wanted side reads recursively (R) or not (N).
enum EdgeKind : std::uint8_t { kER = 1, kEN = 2, kSR = 4, kSN = 8 };

inline std::uint8_t edge_kind(int held_read, int wanted_read) {
  if (wanted_read == 2) return held_read ? kSR : kER;
  return held_read ? kSN : kEN;
}

struct LockEdge {
  LockClassId from, to;
  std::uint8_t kinds = 0;
  EdgeSource source;
};

class ClassGraph {
 public:
  explicit ClassGraph(std::size_t maps) : first_(maps, -1) {
    classes_.reserve(kUsual);
    next_.reserve(kUsual);
    ends_.reserve(kUsual);
    edges_.reserve(kUsual);
    links_.reserve(kUsual);
  }

  LockClassId class_of(MapId map, int subclass);
  const LockClass& at(LockClassId id) const { return classes_[id.index()]; }
  std::size_t size() const { return classes_.size(); }

  const std::vector<LockEdge>& edges() const { return edges_; }

  // False: the edge with that kind was there.
  bool has(LockClassId from, LockClassId to, std::uint8_t kind) const;
  void add(LockClassId from, LockClassId to, std::uint8_t kind,
           const EdgeSource& source);

  // A shortest strong path; `only_xr`: the start was come to by a recursive
  // reader. `last_must_be_n`: the last edge may not end in a reader. Empty:
  // there is none. Not for from == to.
  std::vector<LockEdge> strong_path(LockClassId from, bool only_xr,
                                    LockClassId to, bool last_must_be_n) const;

  // Calls `visit` once for every class on a strong path forwards (backwards),
  // the start included, and whether only readers (shared holders) come to it.
  // Not through classes for which `skip` is true.
  using Visit = std::function<void(LockClassId, bool only_readers)>;
  using Skip = std::function<bool(LockClassId)>;
  void forwards(LockClassId from, bool only_xr, const Skip& skip,
                const Visit& visit) const;
  void backwards(LockClassId to, bool only_sx, const Skip& skip,
                 const Visit& visit) const;

 private:
  std::vector<LockClass> classes_;
  std::vector<std::int32_t> first_;  // by map: a class of it, or -1
  std::vector<std::int32_t> next_;   // by class: another of its map, or -1
  // The edges of a class are a list through `links_`, in the order of adding.
  struct List {
    std::int32_t first = -1, last = -1;
  };
  struct Ends {
    List out, in;
  };
  struct Link {
    std::int32_t out = -1, in = -1;  // the next one
  };
  static constexpr std::size_t kUsual = 24;
  std::vector<Ends> ends_;  // by class
  std::vector<LockEdge> edges_;
  std::vector<Link> links_;  // by edge
  std::int32_t find(LockClassId from, LockClassId to) const;
};

}  // namespace picket
