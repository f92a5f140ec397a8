#include "explorer/search/race.h"

#include <algorithm>

namespace picket {
namespace {

const std::uint16_t* clock_of(const Trace& trace, std::size_t event) {
  return &trace.clocks[event * trace.contexts];
}

bool covers(const std::uint16_t* clock, const Event& e) {
  return clock[e.context.index()] >= static_cast<std::uint16_t>(e.ordinal);
}

bool depend(const Move& a, const Move& b) {
  return a.choice.context == b.choice.context ||
         conflict(a.footprint, b.footprint);
}

// The last event of the context before `position`; `position` if none.
std::size_t previous_of(const Trace& trace, ContextId context,
                        std::size_t position) {
  for (std::size_t i = position; i-- > 0;)
    if (trace.events[i].context == context) return i;
  return position;
}

}  // namespace

RaceReversal::RaceReversal(const Program& program)
    : program_(program), zero_clock_(program.scenario.contexts.size(), 0) {}

// Races within the common part of two schedules count again: what else does
// not depend on the earlier event differs, and with it what is asleep.
void RaceReversal::reverse(Branch& branch) {
  for (std::size_t i = 0; i < branch.depth(); ++i) reverse_taken(branch, i);
  reverse_blocked(branch);
  for (std::size_t i = 0; i < branch.depth(); ++i)
    if (branch.trace.events[i].alternatives > 1) try_alternatives(branch, i);
}

void RaceReversal::reverse_taken(Branch& branch, std::size_t position) {
  const Event& e = branch.trace.events[position];
  const std::size_t previous = previous_of(branch.trace, e.context, position);
  reverse_races(branch,
                {e.context, e.alternatives, e.footprint, position,
                 previous == position ? zero_clock_.data()
                                      : clock_of(branch.trace, previous)});
}

// A context that is blocked at the end races with what blocks it.
void RaceReversal::reverse_blocked(Branch& branch) {
  const std::size_t end = branch.depth();
  for (std::size_t c = 0; c < zero_clock_.size(); ++c) {
    const Status now =
        status(program_, branch.places[end].state.data(), ContextId(c));
    if (now != Status::running && now != Status::idle) continue;
    const std::size_t previous = previous_of(branch.trace, ContextId(c), end);
    int alternatives = 1;
    for (int a = 0; a < alternatives; ++a) {
      step(program_, branch.places[end].state.data(), ContextId(c), a, effect_);
      alternatives = effect_.alternatives;
      const Footprint wanted = effect_.footprint;
      reverse_races(branch,
                    {ContextId(c), alternatives, wanted, end,
                     previous == end ? zero_clock_.data()
                                     : clock_of(branch.trace, previous)});
    }
  }
}

void RaceReversal::reverse_races(Branch& branch, const Later& later) {
  const auto& events = branch.trace.events;
  reversed_.clear();
  wanted_ = later.footprint;
  for (std::size_t i = later.position; i-- > 0;) {
    const Event& e = events[i];
    if (e.context == later.context || covers(later.before, e)) continue;
    if (!conflict(e.footprint, wanted_)) continue;
    const bool not_next = std::any_of(
        reversed_.begin(), reversed_.end(), [&](std::size_t between) {
          return covers(clock_of(branch.trace, between), e);
        });
    if (not_next) continue;
    if (reverse_race(branch, i, later)) reversed_.push_back(i);
  }
}

// True if the race can be reversed at all, whether or not that is news. If not,
// the later side is blocked there, and races with whatever blocks it.
bool RaceReversal::reverse_race(Branch& branch, std::size_t earlier,
                                const Later& later) {
  bool possible = false;
  int alternatives = 1;  // there may be others than after the earlier event
  for (int a = 0; a < alternatives; ++a) {
    collect_independent(branch, earlier);
    const Choice choice{later.context, a};
    const bool taken = taken_after(branch, earlier, choice) ||
                       taken_without_others(branch, earlier, choice);
    alternatives = effect_.alternatives;
    if (!taken) {
      join(wanted_, effect_.footprint);
      continue;
    }
    offer(branch, earlier);
    possible = true;
  }
  return possible;
}

// Everything behind `earlier` that does not happen after it, into sequence_.
void RaceReversal::collect_independent(const Branch& branch,
                                       std::size_t earlier) {
  const Event& e = branch.trace.events[earlier];
  independent_.clear();
  sequence_.clear();
  for (std::size_t i = earlier + 1; i < branch.depth(); ++i) {
    if (covers(clock_of(branch.trace, i), e)) continue;
    independent_.push_back(i);
    sequence_.push_back(move_of(branch.trace.events[i]));
  }
}

// Can `choice` be taken after sequence_, from the place of `earlier`? Appends
// it, with the footprint it has there.
bool RaceReversal::taken_after(const Branch& branch, std::size_t earlier,
                               Choice choice) {
  state_ = branch.places[earlier].state;
  for (const Move& m : sequence_)
    step(program_, state_.data(), m.choice.context, m.choice.alternative,
         effect_);
  if (step(program_, state_.data(), choice.context, choice.alternative,
           effect_) == Outcome::blocked ||
      choice.alternative >= effect_.alternatives)
    return false;
  sequence_.push_back({choice, effect_.footprint});
  return true;
}

// `choice` was blocked after sequence_, maybe not by the earlier event alone:
// leaves out, last first, what races with it there, until it can be taken.
bool RaceReversal::taken_without_others(const Branch& branch,
                                        std::size_t earlier, Choice choice) {
  for (;;) {
    std::size_t k = sequence_.size();
    while (k > 0 && !conflict(sequence_[k - 1].footprint, effect_.footprint))
      --k;
    if (k == 0) return false;
    Moves out{sequence_[k - 1]};
    std::size_t kept = k - 1;
    for (std::size_t i = k; i < sequence_.size(); ++i) {
      const bool depends =
          std::any_of(out.begin(), out.end(),
                      [&](const Move& o) { return depend(o, sequence_[i]); });
      if (depends)
        out.push_back(sequence_[i]);
      else
        sequence_[kept++] = sequence_[i];
    }
    // What comes before it in its own context must stay.
    for (const Move& o : out)
      if (o.choice.context == choice.context) return false;
    sequence_.resize(kept);
    if (taken_after(branch, earlier, choice)) return true;
  }
}

void RaceReversal::try_alternatives(Branch& branch, std::size_t position) {
  const Event e = branch.trace.events[position];
  for (int a = 0; a < e.alternatives; ++a)
    if (a != e.alternative) try_alternative(branch, position, {e.context, a});
}

void RaceReversal::try_alternative(Branch& branch, std::size_t position,
                                   Choice choice) {
  collect_independent(branch, position);
  if (!taken_within(branch, position, choice)) return;
  offer(branch, position);
}

// Takes `choice` as late in sequence_ as it can be taken; keeps what of the
// rest does not depend on it. Taking it earlier is for the races that this
// shows; the reverse would not do, for what it is tried instead of may conflict
// with nothing at all.
bool RaceReversal::taken_within(const Branch& branch, std::size_t earlier,
                                Choice choice) {
  const Moves all = sequence_;
  for (std::size_t k = all.size() + 1; k-- > 0;) {
    sequence_.resize(k);
    if (!taken_after(branch, earlier, choice)) continue;
    Moves dropped{sequence_.back()};
    for (std::size_t i = k; i < all.size(); ++i) {
      const Move& m = all[i];
      const bool depends =
          std::any_of(dropped.begin(), dropped.end(),
                      [&](const Move& d) { return depend(d, m); });
      (depends ? dropped : sequence_).push_back(m);
    }
    return true;
  }
  return false;
}

// Keeps sequence_ for exploration unless what it leads to has been explored.
void RaceReversal::offer(Branch& branch, std::size_t place) {
  for (const Move& z : branch.places[place].sleep)
    if (weak_initial(z, sequence_)) return;
  branch.keep(place, sequence_);
}

}  // namespace picket
