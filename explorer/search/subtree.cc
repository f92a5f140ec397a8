#include "explorer/search/subtree.h"

#include <algorithm>

#include "spec/base/contract.h"

namespace picket {
namespace {

// Giving work away costs a copy of the way there, so not at once, and only
// places with some way to go below them.
constexpr std::uint64_t kSchedulesFirst = 512;
constexpr std::size_t kWayToGo = 6;

void copy_way(const Branch& from, std::size_t place, Branch& to) {
  const auto until = [](const auto& list, std::size_t n) {
    return list.begin() + static_cast<std::ptrdiff_t>(n);
  };
  const Trace& trace = from.trace;
  to.trace.contexts = trace.contexts;
  to.trace.events.assign(trace.events.begin(), until(trace.events, place));
  to.trace.clocks.assign(trace.clocks.begin(),
                         until(trace.clocks, place * trace.contexts));
  to.trace.crashed = from.places[place].crashed;
  to.trace.limited = from.places[place].limited;
  to.places.assign(from.places.begin(), until(from.places, place + 1));
}

}  // namespace

Subtree::Subtree(const Program& program, const SearchOptions& options,
                 Visitor& visitor, int worker, Crew* crew)
    : program_(program),
      visitor_(visitor),
      worker_(worker),
      crew_(crew),
      gauge_(options),
      races_(program),
      seen_(program.scenario.steps.size()) {}

SearchSummary Subtree::explore_all() {
  branch_.trace.contexts = program_.scenario.contexts.size();
  branch_.places.resize(1);
  branch_.places[0].state = initial_state(program_);
  explore_branch();
  gauge_.finish(summary_);
  return summary_;
}

void Subtree::explore(Errand& errand) {
  branch_ = std::move(errand.branch);
  branch_.base = branch_.depth() + 1;
  in_vain_ = &errand.in_vain;
  const SolverTally outside = visitor_.exchange_tally({}, worker_);
  follow();
  explore_branch();
  gauge_.finish(summary_);
  errand.tally = visitor_.exchange_tally(outside, worker_);
  errand.summary = summary_;
  errand.leftovers = std::move(branch_.leftovers);
  errand.ended_early = ended_early_;
}

void Subtree::explore_branch() {
  do {
    ended_early_ = !extend() || !end();
  } while (!ended_early_ && next_branch());
  drop_errands();
}

// Follows the wakeup tree, then takes whatever can be taken, to the end.
bool Subtree::extend() {
  do {
    if (!gauge_.go_on(summary_, branch_.depth())) return false;
  } while (follow() || take_any());
  return true;
}

// Takes the first transition of the place's wakeup tree, if there is one.
bool Subtree::follow() {
  while (!given_.empty() && given_.back().place == branch_.depth())
    if (!take_over()) break;
  if (ended_early_ || branch_.here().wake.empty()) return false;
  BranchPlace& to = place_after();
  BranchPlace& from = branch_.here();
  const Move head = from.wake.head();
  from.wake.descend(to.wake);
  const Outcome outcome = attempt(from, to, head.choice);
  PICKET_REQUIRE(outcome != Outcome::blocked, "a reversed race can be taken");
  arrive(from, to, head, outcome);
  return true;
}

bool Subtree::take_any() {
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

bool Subtree::take(Choice choice) {
  BranchPlace& to = place_after();
  BranchPlace& from = branch_.here();
  const Outcome outcome = attempt(from, to, choice);
  if (outcome == Outcome::blocked || choice.alternative >= effect_.alternatives)
    return false;
  to.wake.clear();
  arrive(from, to, {choice, effect_.footprint}, outcome);
  return true;
}

BranchPlace& Subtree::place_after() {
  const std::size_t next = branch_.depth() + 1;
  if (branch_.places.size() == next) branch_.places.emplace_back();
  return branch_.places[next];
}

Outcome Subtree::attempt(const BranchPlace& from, BranchPlace& to,
                         Choice choice) {
  to.state = from.state;
  return step(program_, to.state.data(), choice.context, choice.alternative,
              effect_);
}

void Subtree::arrive(BranchPlace& from, BranchPlace& to, const Move& taken,
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

bool Subtree::end() {
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
    if (!visitor_.on_schedule(trace, branch_.here().state, worker_)) {
      summary_.stopped = true;
      return false;
    }
  }
  races_.reverse(branch_);
  if ((summary_.schedules & 255) == 1) measure();
  if (crew_ && crew_->wants_work() && summary_.schedules > kSchedulesFirst)
    give_away();
  return !in_vain_ || !in_vain_->load(std::memory_order_relaxed);
}

// Memory now and then: it grows with the length of a schedule and with the
// sequences still to be explored.
void Subtree::measure() {
  std::size_t bytes = 0;
  for (const BranchPlace& place : branch_.places)
    bytes += sizeof(BranchPlace) + place.state.capacity() * sizeof(Word) +
             place.sleep.capacity() * sizeof(Move) + place.wake.bytes();
  bytes += branch_.trace.events.capacity() * sizeof(Event);
  summary_.peak_bytes = std::max(summary_.peak_bytes, bytes);
}

// Goes back to the deepest place with something left to explore.
bool Subtree::next_branch() {
  while (branch_.depth() > branch_.base) {
    Trace& trace = branch_.trace;
    trace.events.pop_back();
    trace.clocks.resize(trace.events.size() * trace.contexts);
    trace.crashed = branch_.here().crashed;
    trace.limited = branch_.here().limited;
    if (follow()) return true;
    if (ended_early_) return false;
  }
  return false;
}

// The shallowest place with something left has most below it.
void Subtree::give_away() {
  auto given = given_.begin();
  for (std::size_t p = branch_.base; p + kWayToGo < branch_.depth(); ++p) {
    if (given != given_.end() && given->place == p) {
      ++given;
    } else if (!branch_.places[p].wake.empty()) {
      auto errand = std::make_shared<Errand>();
      copy_way(branch_, p, errand->branch);
      given_.insert(given, {p, errand, branch_.places[p].wake});
      crew_->give(std::move(errand));
      return;
    }
  }
}

// The branch has come to the place of the errand given last. True if the errand
// has explored the head of the wakeup tree for it.
bool Subtree::take_over() {
  const Given given = std::move(given_.back());
  given_.pop_back();
  Errand& errand = *given.errand;
  if (!branch_.here().wake.same_below_head(given.wake)) {
    crew_->drop(errand);
    return false;
  }
  if (!crew_->await(errand, worker_)) return false;
  if (errand.failure) std::rethrow_exception(errand.failure);
  add(errand);
  return true;
}

void Subtree::add(const Errand& errand) {
  BranchPlace& here = branch_.here();
  here.sleep.push_back(here.wake.head());
  WakeupTree explored;
  here.wake.descend(explored);
  for (const Leftover& left : errand.leftovers)
    branch_.keep(left.place, left.sequence);
  SolverTally tally = visitor_.exchange_tally({}, worker_);
  tally.questions += errand.tally.questions;
  tally.native += errand.tally.native;
  visitor_.exchange_tally(tally, worker_);
  const SearchSummary& its = errand.summary;
  summary_.schedules += its.schedules;
  summary_.deadlocked += its.deadlocked;
  summary_.transitions += its.transitions;
  summary_.sleep_blocked += its.sleep_blocked;
  summary_.peak_bytes = std::max(summary_.peak_bytes, its.peak_bytes);
  if (summary_.limit.empty()) summary_.limit = its.limit;
  summary_.interrupted |= its.interrupted;
  summary_.stopped |= its.stopped;
  ended_early_ |= errand.ended_early;
}

void Subtree::drop_errands() {
  for (const Given& given : given_) crew_->drop(*given.errand);
  given_.clear();
}

}  // namespace picket
