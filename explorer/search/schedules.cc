#include "explorer/search/schedules.h"

#include <algorithm>

#include "explorer/search/limit.h"
#include "explorer/search/race.h"
#include "spec/base/contract.h"

namespace picket {
namespace {

class Schedules {
 public:
  Schedules(const Program& program, const SearchOptions& options,
            Visitor& visitor)
      : program_(program), visitor_(visitor), gauge_(options), races_(program) {
    branch_.trace.contexts = program.scenario.contexts.size();
    branch_.places.resize(1);
    branch_.places[0].state = initial_state(program);
    seen_.resize(program.scenario.steps.size());
  }

  SearchSummary run() {
    do {
      if (!extend() || !end()) break;
    } while (next_branch());
    gauge_.finish(summary_);
    return summary_;
  }

 private:
  BranchPlace& here() { return branch_.places[branch_.depth()]; }

  // Follows the wakeup tree, then takes whatever can be taken, to the end.
  bool extend() {
    while (gauge_.go_on(summary_, branch_.depth())) {
      if (!here().wake.empty()) {
        follow();
      } else if (!take_any()) {
        return true;
      }
    }
    return false;
  }

  void follow() {
    const bool taken = take(here().wake.head());
    PICKET_REQUIRE(taken, "a reversed race can be taken");
    const std::size_t depth = branch_.depth();
    branch_.places[depth - 1].wake.descend(branch_.places[depth].wake);
  }

  bool take_any() {
    bool only_sleepers = false;
    for (std::size_t c = 0; c < branch_.trace.contexts; ++c) {
      int alternatives = 1;
      for (int a = 0; a < alternatives; ++a) {
        const Choice choice{ContextId(c), a};
        if (asleep(here().sleep, choice)) {
          // Awake alternatives of the same context may stand behind it.
          only_sleepers = true;
          alternatives = std::max(alternatives, a + 2);
          continue;
        }
        if (take(choice)) return true;
        alternatives = effect_.alternatives;
      }
    }
    sleepers_left_ = only_sleepers;
    return false;
  }

  bool take(Choice choice) {
    const std::size_t depth = branch_.depth();
    if (branch_.places.size() == depth + 1) branch_.places.emplace_back();
    BranchPlace& from = branch_.places[depth];
    BranchPlace& to = branch_.places[depth + 1];
    to.state = from.state;
    const Outcome outcome = step(program_, to.state.data(), choice.context,
                                 choice.alternative, effect_);
    if (outcome == Outcome::blocked ||
        choice.alternative >= effect_.alternatives)
      return false;
    ++summary_.transitions;
    append_event(branch_.trace, make_event(choice.context, choice.alternative,
                                           effect_, outcome));
    const Event& event = branch_.trace.events.back();
    still_asleep(from.sleep, move_of(event), to.sleep);
    to.wake.clear();
    if (event.step.valid() && !seen_[event.step.index()]) {
      seen_[event.step.index()] = true;
      visitor_.on_step(event.step);
    }
    return true;
  }

  bool end() {
    if (sleepers_left_) {
      ++summary_.sleep_blocked;
      sleepers_left_ = false;
    } else {
      ++summary_.schedules;
      add_pending(program_, here().state, branch_.trace);
      summary_.deadlocked += !branch_.trace.pending.empty();
      if (!visitor_.on_schedule(branch_.trace, here().state, 0)) {
        summary_.stopped = true;
        return false;
      }
    }
    races_.reverse(branch_);
    return true;
  }

  // Goes back to the deepest place with something left to explore.
  bool next_branch() {
    while (branch_.depth() > 0) {
      const Move explored = move_of(branch_.trace.events.back());
      pop();
      BranchPlace& place = here();
      place.sleep.push_back(explored);
      if (!place.wake.empty()) return true;
    }
    return false;
  }

  void pop() {
    Trace& trace = branch_.trace;
    trace.events.pop_back();
    trace.clocks.resize(trace.events.size() * trace.contexts);
    trace.crashed = trace.limited = false;
    for (const Event& e : trace.events) {
      trace.crashed |= e.crashes;
      trace.limited |= e.limited;
    }
  }

  const Program& program_;
  Visitor& visitor_;
  Gauge gauge_;
  RaceReversal races_;
  Branch branch_;
  bool sleepers_left_ = false;
  std::vector<bool> seen_;
  Effect effect_;
  SearchSummary summary_;
};

}  // namespace

SearchSummary search_schedules(const Program& program,
                               const SearchOptions& options,
                               Visitor& visitor) {
  return Schedules(program, options, visitor).run();
}

}  // namespace picket
