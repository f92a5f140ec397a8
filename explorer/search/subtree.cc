#include "explorer/search/subtree.h"

#include <algorithm>

#include "spec/base/contract.h"

namespace picket {
namespace {

// Giving work away costs the other thread the way there, so not at once, and
// only from places with some way to go below them.
constexpr std::uint64_t kSchedulesFirst = 512;
constexpr std::size_t kWayToGo = 6;

}  // namespace

Subtree::Subtree(const Program& program, const SearchOptions& options,
                 Visitor& visitor, int worker, Crew& crew)
    : program_(program),
      visitor_(visitor),
      worker_(worker),
      crew_(crew),
      gauge_(options),
      ahead_(program, gauge_, summary_),
      seen_(program.scenario.steps.size(), 0) {
  trace_.contexts = program.scenario.contexts.size();
}

bool Subtree::explore(const Errand& errand) {
  begin(errand);
  while (may_go_on()) {
    if (here().moves.empty())
      end();
    else if (!gauge_.depth_allowed(depth()))
      cut_off();
    else if (advance())
      continue;
    if (!go_back()) return true;
  }
  if (!summary_.stopped) keep_what_is_left(errand);
  return false;
}

bool Subtree::may_go_on() {
  return gauge_.go_on(summary_, depth()) && !crew_.stopped();
}

// Takes the next move from here that leads anywhere.
bool Subtree::advance() {
  TreePlace& to = place_after();
  TreePlace& from = here();
  while (from.has_more()) {
    const Move move = from.moves[from.next++];
    const Outcome outcome = take(move.choice, to);
    still_asleep(from.sleep, move, to.sleep);
    from.sleep.push_back(move);
    if (!ahead_.leads_on(to, depth() + 1)) continue;
    from.led_on = true;
    arrive(move.choice, outcome, to);
    return true;
  }
  return false;
}

// Nothing can move here.
void Subtree::end() {
  ++summary_.schedules;
  summary_.transitions += depth();
  add_pending(program_, here().state, trace_);
  summary_.deadlocked += !trace_.pending.empty();
  if (trace_.limited && summary_.limit.empty())
    summary_.limit = "a loop reached its limit";
  if (!visitor_.on_schedule(trace_, here().state, worker_)) {
    summary_.stopped = true;
    crew_.stop();
  }
  if ((summary_.schedules & 255) == 1) measure();
  if (crew_.wants_work() && summary_.schedules > kSchedulesFirst) give_away();
}

// It is too long already: what was seen of it counts, how it ends is not known,
// and with a larger limit it could go on from here.
void Subtree::cut_off() {
  gauge_.cut_off();
  summary_.left.push_back(errand_at(depth(), here().next));
  here().moves.clear();
  const bool limited = trace_.limited;
  trace_.limited = true;
  if (!visitor_.on_schedule(trace_, here().state, worker_)) {
    summary_.stopped = true;
    crew_.stop();
  }
  trace_.limited = limited;
}

// To the deepest place with something left to take. None should be left without
// having led on: then the search would have been there in vain.
bool Subtree::go_back() {
  while (depth() > base_) {
    if (!here().moves.empty() && !here().led_on) ++summary_.sleep_blocked;
    trace_.events.pop_back();
    trace_.clocks.resize(depth() * trace_.contexts);
    trace_.crashed = here().crashed;
    trace_.limited = here().limited;
    if (here().has_more()) return true;
  }
  return false;
}

// --- a step of the way -------------------------------------------------------

TreePlace& Subtree::place_after() {
  while (places_.size() <= depth() + 1) places_.emplace_back();
  return places_[depth() + 1];
}

Outcome Subtree::take(Choice choice, TreePlace& to) {
  to.state = here().state;
  const Outcome outcome = step(program_, to.state.data(), choice.context,
                               choice.alternative, effect_);
  PICKET_REQUIRE(outcome != Outcome::blocked, "a move can be taken");
  return outcome;
}

void Subtree::arrive(Choice taken, Outcome outcome, TreePlace& to) {
  append_event(trace_,
               make_event(taken.context, taken.alternative, effect_, outcome));
  to.led_on = false;
  to.crashed = trace_.crashed;
  to.limited = trace_.limited;
  const StepId at = trace_.events.back().step;
  if (at.valid() && !seen_[at.index()]) {
    seen_[at.index()] = 1;
    visitor_.on_step(at);
  }
}

// --- errands -----------------------------------------------------------------

void Subtree::begin(const Errand& errand) {
  trace_.events.clear();
  trace_.clocks.clear();
  trace_.crashed = trace_.limited = false;
  if (places_.empty()) places_.resize(1);
  TreePlace& first = places_.front();
  first.state = initial_state(program_);
  first.led_on = first.crashed = first.limited = false;
  for (const Choice choice : errand.way) {
    TreePlace& to = place_after();
    arrive(choice, take(choice, to), to);
  }
  base_ = depth();
  TreePlace& base = here();
  base.sleep.clear();
  for (const Choice z : errand.sleep) base.sleep.push_back(move_of(z));
  if (errand.moves.empty()) {
    ahead_.leads_on(base, depth());
    return;
  }
  base.moves.clear();
  base.next = 0;
  for (const Choice m : errand.moves) base.moves.push_back(move_of(m));
}

Move Subtree::move_of(Choice choice) {
  take(choice, place_after());
  return {choice, effect_.footprint};
}

// What begins at that place with the moves from `first` on.
Errand Subtree::errand_at(std::size_t place, std::size_t first) const {
  const TreePlace& p = places_[place];
  Errand errand;
  for (std::size_t i = 0; i < place; ++i)
    errand.way.push_back(
        {trace_.events[i].context, trace_.events[i].alternative});
  for (const Move& z : p.sleep) errand.sleep.push_back(z.choice);
  for (std::size_t i = p.next; i < first; ++i)
    errand.sleep.push_back(p.moves[i].choice);
  for (std::size_t i = first; i < p.moves.size(); ++i)
    errand.moves.push_back(p.moves[i].choice);
  return errand;
}

// The last move of the shallowest place with something left: it has most below
// it, and this thread would come to it last.
void Subtree::give_away() {
  for (std::size_t p = base_; p + kWayToGo < depth(); ++p) {
    TreePlace& place = places_[p];
    if (!place.has_more()) continue;
    crew_.give(errand_at(p, place.moves.size() - 1));
    place.moves.pop_back();
    return;
  }
}

// A place of which nothing has been taken counts as not entered.
void Subtree::keep_what_is_left(const Errand& errand) {
  const bool fresh = here().next == 0;
  if (fresh && depth() == base_) {
    summary_.left.push_back(errand);
    return;
  }
  if (fresh) {
    trace_.events.pop_back();
    --here().next;
    here().sleep.pop_back();
  }
  for (std::size_t p = depth() + 1; p-- > base_;)
    if (places_[p].has_more())
      summary_.left.push_back(errand_at(p, places_[p].next));
}

// --- counting ----------------------------------------------------------------

// Memory now and then: it grows with the length of a schedule.
void Subtree::measure() {
  std::size_t bytes = ahead_.bytes();
  for (const TreePlace& place : places_)
    bytes += sizeof(TreePlace) + place.state.capacity() * sizeof(Word) +
             (place.sleep.capacity() + place.moves.capacity()) * sizeof(Move);
  bytes += trace_.events.capacity() * sizeof(Event);
  summary_.peak_bytes = std::max(summary_.peak_bytes, bytes);
}

const SearchSummary& Subtree::summary() {
  gauge_.finish(summary_);
  summary_.looked_ahead = ahead_.tried();
  return summary_;
}

}  // namespace picket
