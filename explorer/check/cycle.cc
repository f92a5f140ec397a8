// Cycles without chords: a chord, or a vertex on a smaller cycle, would make
// the cycle contain a smaller one.
#include <algorithm>

#include "explorer/check/deadlock.h"

namespace picket {
namespace {

class ChordlessCycles {
 public:
  explicit ChordlessCycles(const std::vector<std::vector<std::size_t>>& edges)
      : edges_(edges), on_path_(edges.size(), 0) {}

  std::vector<std::vector<std::size_t>> all() {
    for (std::size_t v = 0; v < edges_.size(); ++v) {
      if (edge(v, v)) {
        found_.push_back({v});
        continue;
      }
      path_ = {v};
      on_path_[v] = 1;
      extend();
      on_path_[v] = 0;
    }
    std::sort(found_.begin(), found_.end());
    return found_;
  }

 private:
  bool edge(std::size_t from, std::size_t to) const {
    const auto& out = edges_[from];
    return std::find(out.begin(), out.end(), to) != out.end();
  }

  // The path begins with the smallest vertex of the cycle, so that each cycle
  // is found once.
  void extend() {
    const std::size_t last = path_.back();
    for (std::size_t next : edges_[last]) {
      if (next == path_.front()) {
        found_.push_back(path_);
        continue;
      }
      if (next < path_.front() || on_path_[next] || edge(next, next)) continue;
      if (has_chord(next)) continue;
      path_.push_back(next);
      on_path_[next] = 1;
      extend();
      on_path_[next] = 0;
      path_.pop_back();
    }
  }

  // Would `next` at the end be connected to the path other than by the edge
  // from its last vertex and, closing the cycle, to its first?
  bool has_chord(std::size_t next) const {
    for (std::size_t i = 0; i < path_.size(); ++i) {
      if (i + 1 < path_.size() && edge(path_[i], next)) return true;
      if (i > 0 && edge(next, path_[i])) return true;
    }
    return path_.size() > 1 && edge(path_.back(), path_.front());
  }

  const std::vector<std::vector<std::size_t>>& edges_;
  std::vector<char> on_path_;
  std::vector<std::size_t> path_;
  std::vector<std::vector<std::size_t>> found_;
};

}  // namespace

std::vector<std::vector<std::size_t>> smallest_cycles(
    const std::vector<std::vector<std::size_t>>& edges) {
  return ChordlessCycles(edges).all();
}

}  // namespace picket
