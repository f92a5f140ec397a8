// The sequences still to be explored from one place: the leaves of a wakeup
// tree, kept as a list in the order of the tree.
//
// After Abdulla, Aronis, Jonsson, Sagonas: Source Sets (JACM 2017), insert().
#pragma once

#include <vector>

#include "explorer/search/sleep_set.h"

namespace picket {

class WakeupTree {
 public:
  bool empty() const { return paths_.empty(); }
  std::size_t size() const { return paths_.size(); }

  // Makes sure that exploring the tree explores a schedule of every class that
  // `v` can be continued to. False, and adds nothing, if it does already.
  bool insert(const Moves& v);

  // The first transition to take.
  const Move& head() const { return paths_.front().back(); }

  // Moves what lies below the head into `below` (which becomes its content)
  // and leaves the rest here.
  void descend(WakeupTree& below);

  // Would descend() move the same sequences as it would for the other tree?
  bool same_below_head(const WakeupTree& other) const;

  void clear() { paths_.clear(); }

  std::size_t bytes() const {
    std::size_t n = paths_.capacity() * sizeof(Moves);
    for (const Moves& path : paths_) n += path.capacity() * sizeof(Move);
    return n;
  }

 private:
  // Each path backwards, so that its first transition is cheap to take off.
  std::vector<Moves> paths_;
  Moves rest_;                 // insert(): what of v is not matched yet
  std::vector<char> on_path_;  // insert(): which paths agree so far
};

}  // namespace picket
