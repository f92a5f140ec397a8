// Is there anything left to explore behind a place? Some schedule must go on
// from it to an end without being one that begins, up to the order of
// independent steps, with a transition that is asleep. If there is none, a
// search that went there would have to give up half-way.
//
// That question is what keeps a search with sleep sets optimal: Herbreteau,
// Larroze-Jardine, Walukiewicz: Partial-Order Reduction Is Hard (CONCUR 2025).
// It is answered by looking for such a schedule, those first that wake somebody
// up; what is known of states and sleep sets is kept in a table of bounded
// size. So the memory of the search is polynomial; its time is not, in the
// worst case.
#pragma once

#include <deque>
#include <vector>

#include "explorer/search/branching.h"
#include "explorer/search/limit.h"
#include "spec/base/fingerprint.h"

namespace picket {

// Not thread-safe.
class LookAhead {
 public:
  // The gauge and the summary it goes by are those of the search that asks.
  LookAhead(const Program& program, Gauge& gauge, const SearchSummary& summary);

  // Opens the place, `depth` transitions from the initial state. True also if
  // a limit was met before the answer was known.
  bool leads_on(TreePlace& place, std::size_t depth);

  // Transitions that were tried to find answers.
  std::uint64_t tried() const { return tried_; }
  std::size_t bytes() const;

 private:
  struct Known {
    Fingerprint key;
    bool leads_on = false;
  };

  bool search(TreePlace& place, std::size_t depth, std::size_t level);
  bool try_moves(TreePlace& place, std::size_t depth, std::size_t level,
                 bool waking);
  bool wakes(const TreePlace& place, const Move& move) const;
  Fingerprint key_of(const TreePlace& place);
  Known& known(const Fingerprint& key);
  void learn(const Fingerprint& key, bool leads_on);

  const Program& program_;
  Gauge& gauge_;
  const SearchSummary& summary_;
  Branching branching_;
  std::deque<TreePlace> places_;  // by level; never moves
  std::vector<Known> known_;      // each where its key says, or forgotten
  std::size_t learnt_ = 0;        // since known_ has had its size
  std::vector<unsigned char> bytes_;
  std::vector<std::uint32_t> asleep_;
  Effect effect_;
  std::uint64_t tried_ = 0;
};

}  // namespace picket
