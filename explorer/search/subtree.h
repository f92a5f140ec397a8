// Everything that can be explored from one place on, depth first.
//
// The loop of the search over schedules: follow what is left to explore, take
// whatever can be taken to the end, reverse the races of the schedule, go back
// to the deepest place with something left.
#pragma once

#include "explorer/search/branch.h"
#include "explorer/search/crew.h"
#include "explorer/search/limit.h"
#include "explorer/search/race.h"

namespace picket {

class Subtree {
 public:
  // Without a crew, all on this thread. Not thread-safe.
  Subtree(const Program& program, const SearchOptions& options,
          Visitor& visitor, int worker, Crew* crew);

  // Everything there is.
  SearchSummary explore_all();

  // What the errand asks for, unless it turns out to be in vain.
  void explore(Errand& errand);

 private:
  // An errand that was given away, the place at which it begins, and what was
  // left there then.
  struct Given {
    std::size_t place;
    SharedErrand errand;
    WakeupTree wake;
  };

  void explore_branch();
  bool extend();
  bool follow();
  bool take_any();
  bool take(Choice choice);
  BranchPlace& place_after();
  Outcome attempt(const BranchPlace& from, BranchPlace& to, Choice choice);
  void arrive(BranchPlace& from, BranchPlace& to, const Move& taken,
              Outcome outcome);
  bool end();
  void measure();
  bool next_branch();

  void give_away();
  bool take_over();
  void add(const Errand& errand);
  void drop_errands();

  const Program& program_;
  Visitor& visitor_;
  const int worker_;
  Crew* const crew_;
  Gauge gauge_;
  RaceReversal races_;
  Branch branch_;
  bool sleepers_left_ = false;
  bool ended_early_ = false;
  const std::atomic<bool>* in_vain_ = nullptr;
  std::vector<bool> seen_;
  std::vector<Given> given_;  // by place
  Effect effect_;
  SearchSummary summary_;
};

}  // namespace picket
