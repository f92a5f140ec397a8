#include "explorer/search/schedules.h"

#include <algorithm>
#include <exception>
#include <thread>

#include "explorer/search/crew.h"
#include "explorer/search/limit.h"
#include "explorer/search/race.h"
#include "spec/base/contract.h"

namespace picket {
namespace {

// One thread of the search. Several share the places on which their branches
// agree: whoever reverses a race leaves the sequence at the place, and whoever
// comes back to it first explores it.
class Explorer {
 public:
  Explorer(const Program& program, const SearchOptions& options,
           Visitor& visitor, Crew& crew, int number)
      : program_(program),
        visitor_(visitor),
        crew_(crew),
        number_(number),
        gauge_(options),
        races_(program),
        seen_(program.scenario.steps.size()) {}

  SearchSummary run(std::optional<Branch> branch) {
    if (!branch) branch = crew_.take();
    for (; branch; branch = crew_.take()) {
      branch_ = std::move(*branch);
      explore();
      if (summary_.stopped || gauge_.stopped()) crew_.stop();
    }
    gauge_.finish(summary_);
    return summary_;
  }

 private:
  // Every schedule that begins with the present branch.
  void explore() {
    do {
      if (!extend() || !end()) return;
      if (crew_.hungry()) give_away();
    } while (next_branch());
  }

  // Follows the wakeup tree, then takes whatever can be taken, to the end.
  bool extend() {
    do {
      if (crew_.stopped() || !gauge_.go_on(summary_, branch_.depth()))
        return false;
    } while (follow(branch_) || take_any());
    return true;
  }

  // Takes the first transition of the place's wakeup tree, if there is one.
  bool follow(Branch& branch) {
    BranchPlace& to = place_after(branch);
    BranchPlace& from = branch.here();
    Move head;
    {
      const auto held = hold(from);
      Junction& junction = *from.junction;
      if (junction.wake.empty()) return false;
      head = junction.wake.head();
      still_asleep(junction.sleep, head, to.junction->sleep);
      junction.sleep.push_back(head);
      junction.wake.descend(to.junction->wake);
    }
    const Outcome outcome = attempt(from, to, head.choice);
    PICKET_REQUIRE(outcome != Outcome::blocked, "a reversed race can be taken");
    arrive(branch, to, head.choice, outcome);
    return true;
  }

  bool take_any() {
    sleepers_left_ = false;
    for (std::size_t c = 0; c < branch_.trace.contexts; ++c) {
      int alternatives = 1;
      for (int a = 0; a < alternatives; ++a) {
        const Choice choice{ContextId(c), a};
        if (asleep(branch_.here().junction->sleep, choice)) {
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
    BranchPlace& to = place_after(branch_);
    BranchPlace& from = branch_.here();
    const Outcome outcome = attempt(from, to, choice);
    if (outcome == Outcome::blocked ||
        choice.alternative >= effect_.alternatives)
      return false;
    const Move taken{choice, effect_.footprint};
    still_asleep(from.junction->sleep, taken, to.junction->sleep);
    to.junction->wake.clear();
    from.junction->sleep.push_back(taken);
    arrive(branch_, to, choice, outcome);
    return true;
  }

  // The place behind the present one, for this thread alone.
  BranchPlace& place_after(Branch& branch) {
    const std::size_t next = branch.depth() + 1;
    if (branch.places.size() == next) branch.places.emplace_back();
    BranchPlace& place = branch.places[next];
    if (place.shared) place = BranchPlace{};
    return place;
  }

  Outcome attempt(const BranchPlace& from, BranchPlace& to, Choice choice) {
    to.state = from.state;
    return step(program_, to.state.data(), choice.context, choice.alternative,
                effect_);
  }

  void arrive(Branch& branch, BranchPlace& to, Choice choice,
              Outcome outcome) {
    append_event(branch.trace, make_event(choice.context, choice.alternative,
                                          effect_, outcome));
    to.crashed = branch.trace.crashed;
    to.limited = branch.trace.limited;
    const StepId at = branch.trace.events.back().step;
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
      if (!visitor_.on_schedule(trace, branch_.here().state, number_)) {
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
    for (BranchPlace& place : branch_.places) {
      const auto held = hold(place);
      bytes += sizeof(BranchPlace) + place.state.capacity() * sizeof(Word) +
               place.junction->sleep.capacity() * sizeof(Move) +
               place.junction->wake.bytes();
    }
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
      if (follow(branch_)) return true;
    }
    return false;
  }

  // Gives another thread the largest part: the shallowest place with something
  // left to explore.
  void give_away() {
    for (std::size_t d = 0; d < branch_.depth(); ++d) {
      {
        const auto held = hold(branch_.places[d]);
        if (branch_.places[d].junction->wake.empty()) continue;
      }
      Branch part = share_prefix(branch_, d);
      if (follow(part)) crew_.give(std::move(part));
      return;
    }
  }

  const Program& program_;
  Visitor& visitor_;
  Crew& crew_;
  const int number_;
  Gauge gauge_;
  RaceReversal races_;
  Branch branch_;
  bool sleepers_left_ = false;
  std::vector<bool> seen_;
  Effect effect_;
  SearchSummary summary_;
};

Branch root(const Program& program) {
  Branch branch;
  branch.trace.contexts = program.scenario.contexts.size();
  branch.places.resize(1);
  branch.places[0].state = initial_state(program);
  return branch;
}

void add(SearchSummary& sum, const SearchSummary& part) {
  sum.schedules += part.schedules;
  sum.deadlocked += part.deadlocked;
  sum.transitions += part.transitions;
  sum.sleep_blocked += part.sleep_blocked;
  sum.peak_bytes += part.peak_bytes;
  if (sum.limit.empty()) sum.limit = part.limit;
  sum.interrupted |= part.interrupted;
  sum.stopped |= part.stopped;
}

}  // namespace

SearchSummary search_schedules(const Program& program,
                               const SearchOptions& options,
                               Visitor& visitor) {
  // Where a bound cuts the search off, which schedules it has seen by then
  // must not depend on the number of threads.
  const int jobs = options.limits.schedules > 0 ? 1 : std::max(1, options.jobs);
  const auto workers = static_cast<std::size_t>(jobs);
  Crew crew(jobs);
  std::vector<SearchSummary> parts(workers);
  std::vector<std::exception_ptr> broken(workers);
  const auto work = [&](std::size_t w) {
    try {
      Explorer explorer(program, options, visitor, crew, static_cast<int>(w));
      parts[w] = explorer.run(w == 0 ? std::optional(root(program))
                                     : std::nullopt);
    } catch (...) {
      broken[w] = std::current_exception();
      crew.stop();
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t w = 1; w < workers; ++w) threads.emplace_back(work, w);
  work(0);
  for (std::thread& t : threads) t.join();
  for (const std::exception_ptr& e : broken)
    if (e) std::rethrow_exception(e);
  SearchSummary summary;
  for (const SearchSummary& part : parts) add(summary, part);
  return summary;
}

}  // namespace picket
