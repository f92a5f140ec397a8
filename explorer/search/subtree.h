// Everything that can be explored from one place on, depth first.
//
// The loop of the search over schedules: take the next move of the deepest
// place that has one left, if anything is to be explored behind it; where
// nothing can move, a schedule has ended. Each class of schedules ends once,
// and none is given up half-way.
#pragma once

#include <deque>
#include <vector>

#include "explorer/search/crew.h"
#include "explorer/search/look_ahead.h"
#include "explorer/search/search.h"

namespace picket {

// One per worker; not thread-safe.
class Subtree {
 public:
  Subtree(const Program& program, const SearchOptions& options,
          Visitor& visitor, int worker, Crew& crew);

  // False: not all of it. What is left is in the summary then.
  bool explore(const Errand& errand);

  // Of all errands so far.
  const SearchSummary& summary();

 private:
  std::size_t depth() const { return trace_.events.size(); }
  TreePlace& here() { return places_[depth()]; }
  bool may_go_on();

  bool advance();
  void end();
  void cut_off();
  bool go_back();

  void begin(const Errand& errand);
  Move move_of(Choice choice);
  TreePlace& place_after();
  Outcome take(Choice choice, TreePlace& to);
  void arrive(Choice taken, Outcome outcome, TreePlace& to);
  void measure();

  void give_away();
  Errand errand_at(std::size_t place, std::size_t first) const;
  void keep_what_is_left(const Errand& errand);

  const Program& program_;
  Visitor& visitor_;
  const int worker_;
  Crew& crew_;
  SearchSummary summary_;
  Gauge gauge_;
  LookAhead ahead_;
  Trace trace_;
  std::deque<TreePlace> places_;  // places_[d]: before event d; one more than
                                  // there are events; never moves
  std::size_t base_ = 0;          // places before it are somebody else's
  Effect effect_;
  std::vector<char> seen_;  // by step
};

}  // namespace picket
