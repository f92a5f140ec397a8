#include "explorer/search/schedules.h"

#include <algorithm>

#include "explorer/search/limit.h"
#include "explorer/search/race.h"
#include "spec/base/contract.h"

namespace picket {
namespace {

class Explorer {
 public:
  Explorer(const Program& program, const SearchOptions& options,
           Visitor& visitor)
      : program_(program),
        visitor_(visitor),
        gauge_(options),
        races_(program),
        seen_(program.scenario.steps.size()) {
    branch_.trace.contexts = program.scenario.contexts.size();
    branch_.places.resize(1);
    branch_.places[0].state = initial_state(program);
  }

  SearchSummary run() {
    do {
      if (!extend() || !end()) break;
    } while (next_branch());
    gauge_.finish(summary_);
    return summary_;
  }

 private:
  // Follows the wakeup tree, then takes whatever can be taken, to the end.
  bool extend() {
    do {
      if (!gauge_.go_on(summary_, branch_.depth())) return false;
    } while (follow() || take_any());
    return true;
  }

  // Takes the first transition of the place's wakeup tree, if there is one.
  bool follow() {
    if (branch_.here().wake.empty()) return false;
    BranchPlace& to = place_after();
    BranchPlace& from = branch_.here();
    const Move head = from.wake.head();
    from.wake.descend(to.wake);
    const Outcome outcome = attempt(from, to, head.choice);
    PICKET_REQUIRE(outcome != Outcome::blocked, "a reversed race can be taken");
    arrive(from, to, head, outcome);
    return true;
  }

  bool take_any() {
    sleepers_left_ = false;
    for (std::size_t c = 0; c < branch_.trace.contexts; ++c) {
      int alternatives = 1;
      for (int a = 0; a < alternatives; ++a) {
        const Choice choice{ContextId(c), a};
        if (asleep(branch_.here().sleep, choice)) {
          // Awake alternatives of the same context may stand behind it.
          sleepers_left_ = true;
          alternatives = std::max(alternatives, a + 2);
          continue;
        }
        if (take(choice)) {
          sleepers_left_ = false;
          return true;
        }
        alternatives = effect_.alternatives;
      }
    }
    return false;
  }

  bool take(Choice choice) {
    BranchPlace& to = place_after();
    BranchPlace& from = branch_.here();
    const Outcome outcome = attempt(from, to, choice);
    if (outcome == Outcome::blocked ||
        choice.alternative >= effect_.alternatives)
      return false;
    to.wake.clear();
    arrive(from, to, {choice, effect_.footprint}, outcome);
    return true;
  }

  BranchPlace& place_after() {
    const std::size_t next = branch_.depth() + 1;
    if (branch_.places.size() == next) branch_.places.emplace_back();
    return branch_.places[next];
  }

  Outcome attempt(const BranchPlace& from, BranchPlace& to, Choice choice) {
    to.state = from.state;
    return step(program_, to.state.data(), choice.context, choice.alternative,
                effect_);
  }

  void arrive(BranchPlace& from, BranchPlace& to, const Move& taken,
              Outcome outcome) {
    still_asleep(from.sleep, taken, to.sleep);
    from.sleep.push_back(taken);
    append_event(branch_.trace,
                 make_event(taken.choice.context, taken.choice.alternative,
                            effect_, outcome));
    to.crashed = branch_.trace.crashed;
    to.limited = branch_.trace.limited;
    const StepId at = branch_.trace.events.back().step;
    if (at.valid() && !seen_[at.index()]) {
      seen_[at.index()] = true;
      visitor_.on_step(at);
    }
  }

  bool end() {
    Trace& trace = branch_.trace;
    if (sleepers_left_) {
      ++summary_.sleep_blocked;
    } else {
      ++summary_.schedules;
      summary_.transitions += trace.events.size();
      add_pending(program_, branch_.here().state, trace);
      summary_.deadlocked += !trace.pending.empty();
      if (trace.limited && summary_.limit.empty())
        summary_.limit = "a loop reached its limit";
      if (!visitor_.on_schedule(trace, branch_.here().state, 0)) {
        summary_.stopped = true;
        return false;
      }
    }
    races_.reverse(branch_);
    if ((summary_.schedules & 255) == 1) measure();
    return true;
  }

  // Memory now and then: it grows with the length of a schedule and with the
  // sequences still to be explored.
  void measure() {
    std::size_t bytes = 0;
    for (const BranchPlace& place : branch_.places)
      bytes += sizeof(BranchPlace) + place.state.capacity() * sizeof(Word) +
               place.sleep.capacity() * sizeof(Move) + place.wake.bytes();
    bytes += branch_.trace.events.capacity() * sizeof(Event);
    summary_.peak_bytes = std::max(summary_.peak_bytes, bytes);
  }

  // Goes back to the deepest place with something left to explore.
  bool next_branch() {
    while (branch_.depth() > 0) {
      Trace& trace = branch_.trace;
      trace.events.pop_back();
      trace.clocks.resize(trace.events.size() * trace.contexts);
      trace.crashed = branch_.here().crashed;
      trace.limited = branch_.here().limited;
      if (follow()) return true;
    }
    return false;
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
                               const SearchOptions& options, Visitor& visitor) {
  return Explorer(program, options, visitor).run();
}

}  // namespace picket
