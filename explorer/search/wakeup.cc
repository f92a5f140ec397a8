#include "explorer/search/wakeup.h"

#include <algorithm>

namespace picket {
namespace {

const Move& at(const Moves& backwards, std::size_t k) {
  return backwards[backwards.size() - 1 - k];
}

void remove(Moves& v, const Choice& choice) {
  const auto it = std::find_if(
      v.begin(), v.end(), [&](const Move& m) { return m.choice == choice; });
  if (it != v.end()) v.erase(it);
}

}  // namespace

bool WakeupTree::insert(const Moves& v) {
  rest_ = v;
  on_path_.assign(paths_.size(), 1);
  std::size_t depth = 0;
  std::size_t along = paths_.size();  // a path that the matched part is on
  for (;; ++depth) {
    std::size_t child = paths_.size();
    for (std::size_t i = 0; i < paths_.size() && child == paths_.size(); ++i) {
      if (!on_path_[i]) continue;
      if (paths_[i].size() == depth) return false;  // a leaf: v is below
      if (weak_initial(at(paths_[i], depth), rest_)) child = i;
    }
    if (child == paths_.size()) break;
    const Choice taken = at(paths_[child], depth).choice;
    remove(rest_, taken);
    if (rest_.empty()) return false;
    for (std::size_t i = 0; i < paths_.size(); ++i)
      on_path_[i] = on_path_[i] && paths_[i].size() > depth &&
                    at(paths_[i], depth).choice == taken;
    along = child;
  }
  Moves path(rest_.rbegin(), rest_.rend());
  for (std::size_t k = depth; k-- > 0;) path.push_back(at(paths_[along], k));
  paths_.push_back(std::move(path));
  return true;
}

bool WakeupTree::same_below_head(const WakeupTree& other) const {
  if (head().choice != other.head().choice) return false;
  const auto same = [](const Move& a, const Move& b) {
    return a.choice == b.choice;
  };
  const auto next = [&](const WakeupTree& tree, std::size_t i) {
    while (i < tree.paths_.size() && !same(tree.paths_[i].back(), head())) ++i;
    return i;
  };
  std::size_t i = 0, j = 0;
  for (;; ++i, ++j) {
    i = next(*this, i);
    j = next(other, j);
    if (i == paths_.size() || j == other.paths_.size()) break;
    if (!std::equal(paths_[i].begin(), paths_[i].end(), other.paths_[j].begin(),
                    other.paths_[j].end(), same))
      return false;
  }
  return i == paths_.size() && j == other.paths_.size();
}

void WakeupTree::descend(WakeupTree& below) {
  below.clear();
  const Choice taken = head().choice;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < paths_.size(); ++i) {
    if (paths_[i].back().choice == taken) {
      paths_[i].pop_back();
      if (!paths_[i].empty()) below.paths_.push_back(std::move(paths_[i]));
    } else {
      if (kept != i) paths_[kept] = std::move(paths_[i]);
      ++kept;
    }
  }
  paths_.resize(kept);
}

}  // namespace picket
