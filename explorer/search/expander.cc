#include "explorer/search/expander.h"

#include <algorithm>

#include "explorer/search/packed_state.h"
#include "spec/semantics/touch.h"

namespace picket {

Expander::Expander(const Program& program, const Visited& visited,
                   const ExpanderOptions& options)
    : program_(program),
      visited_(visited),
      options_(options),
      model_words_(static_cast<std::size_t>(program.layout.words)),
      stubborn_(program, Asks::states),
      fresh_(options.words),
      seen_(program.scenario.steps.size(), 0),
      state_(options.words),
      next_(options.words),
      offers_(program.scenario.contexts.size()),
      first_(offers_.size() + 1) {}

void Expander::clear() {
  expansions_.clear();
  successors_.clear();
  crashes_.clear();
  marks_.clear();
  steps_.clear();
  fresh_.clear();
  packed_bytes_ = 0;
}

Successor Expander::start(const State& state) {
  next_ = state;
  remember({});
  return successors_.back();
}

void Expander::expand(const Word* state) {
  state_.assign(state, state + options_.words);
  next_ = state_;
  const std::size_t from = successors_.size();
  left_could_move_ = options_.preemptions >= 0 && last_can_move();
  bool moves = false;
  for (std::size_t c = 0; c < offers_.size(); ++c) {
    first_[c] = successors_.size();
    look_at(c);
    moves |= offers_[c].enabled;
  }
  first_[offers_.size()] = successors_.size();
  if (options_.marks) mark();
  if (moves && options_.reduce) keep_chosen(from);
  note_steps(from);
  expansions_.push_back(
      {from, successors_.size(), successors_.size() - from, !moves});
}

void Expander::note_steps(std::size_t from) {
  for (std::size_t i = from; i < successors_.size(); ++i) {
    const StepId step = successors_[i].step;
    if (!step.valid() || seen_[step.index()]) continue;
    seen_[step.index()] = 1;
    steps_.push_back(step);
  }
}

void Expander::sift() {
  std::size_t kept = 0;
  for (Expansion& e : expansions_) {
    const std::size_t first = kept;
    for (std::size_t i = e.first; i < e.last; ++i) {
      const Successor& to = successors_[i];
      if (to.fresh) fresh_.push(packed(to), to.bytes);
      if (to.fresh || to.crash >= 0 || to.limited) successors_[kept++] = to;
    }
    e.first = first;
    e.last = kept;
  }
}

// Leaves out the successors by contexts outside the stubborn set.
void Expander::keep_chosen(std::size_t from) {
  for (std::size_t i = from; i < successors_.size(); ++i) {
    const Successor& to = successors_[i];
    offers_[to.context].fresh += !visited_.contains(to.fingerprint);
  }
  chosen_.clear();
  for (ContextId c : stubborn_.choose(state_.data(), offers_))
    for (std::size_t i = first_[c.index()]; i < first_[c.index() + 1]; ++i)
      chosen_.push_back(successors_[i]);
  successors_.resize(from);
  successors_.insert(successors_.end(), chosen_.begin(), chosen_.end());
}

// With a bound on preemptions a state also says who moved last and how often a
// context that could have gone on was left.
bool Expander::last_can_move() {
  const Word last = state_[model_words_];
  if (last == 0) return false;
  const std::size_t successors = successors_.size();
  const std::size_t crashes = crashes_.size();
  const std::size_t bytes = packed_bytes_;
  look_at(static_cast<std::size_t>(last - 1));
  const bool can = offers_[static_cast<std::size_t>(last - 1)].enabled;
  successors_.resize(successors);
  crashes_.resize(crashes);
  packed_bytes_ = bytes;
  return can;
}

// Counts the move of c into next_. False: it would be one too many.
bool Expander::within_bound(std::size_t c) {
  if (options_.preemptions < 0) return true;
  const Word last = state_[model_words_];
  const Word used = state_[model_words_ + 1];
  const bool leaves = left_could_move_ && last != static_cast<Word>(c) + 1;
  if (leaves && used >= options_.preemptions) {
    bounded_ = true;
    return false;
  }
  next_[model_words_] = static_cast<Word>(c) + 1;
  next_[model_words_ + 1] = used + leaves;
  return true;
}

// Everything context c can do next.
void Expander::look_at(std::size_t c) {
  const ContextId context(c);
  Offer& offer = offers_[c];
  offer = Offer{};
  const Status now = status(program_, state_.data(), context);
  offer.present = now == Status::running || now == Status::idle;
  if (!offer.present) return;
  int alternatives = 1;
  for (int a = 0; a < alternatives; ++a) {
    const Outcome outcome = step(program_, next_.data(), context, a, effect_);
    alternatives = effect_.alternatives;
    if (outcome == Outcome::blocked) {
      if (options_.reduce) join(offer.footprint, effect_.footprint);
      offer.want = effect_.want;
      continue;
    }
    if (options_.reduce) note_move(offer, outcome, a);
    offer.enabled = true;
    Successor to;
    to.step = effect_.step;
    to.context = static_cast<std::uint16_t>(c);
    to.alternative = static_cast<std::uint16_t>(a);
    to.limited = outcome == Outcome::limited;
    if (options_.labels) to.label = label(facts_of(effect_, outcome));
    if (outcome == Outcome::crashed) {
      to.crash = static_cast<int>(crashes_.size());
      crashes_.push_back(make_event(context, a, effect_, outcome));
    }
    if (within_bound(c)) remember(to);
    next_ = state_;
  }
}

void Expander::note_move(Offer& offer, Outcome outcome, int alternative) {
  if (outcome != Outcome::stepped || !effect_.step.valid()) {
    join(offer.footprint, effect_.footprint);
    return;
  }
  join(offer.footprint, footprint_on_state(program_, effect_, alternative));
  const Step& step = program_.scenario.step(effect_.step);
  offer.gives =
      effect_.alternatives == 1 && gives_count(step.op) && !step.when.valid();
}

// Keeps next_ as a successor.
void Expander::remember(Successor to) {
  to.at = static_cast<std::uint32_t>(packed_bytes_);
  const std::size_t room = to.at + options_.words * sizeof(Word);
  if (packed_.size() < room) packed_.resize(2 * room);
  to.bytes = static_cast<std::uint32_t>(
      pack(next_.data(), options_.words, &packed_[to.at]));
  packed_bytes_ += to.bytes;
  to.fingerprint = fingerprint(&packed_[to.at], to.bytes);
  successors_.push_back(to);
}

// For its CPU, or for a lock, both of which the kernel grants in turn.
bool Expander::stands_in_line(std::size_t c) const {
  switch (offers_[c].enabled ? Want::Kind::cpu : offers_[c].want.kind) {
    case Want::Kind::cpu:
    case Want::Kind::line: return true;
    default: return takes_lock_in_turn(program_, state_.data(), ContextId(c));
  }
}

std::uint32_t Expander::label(const EventFacts& facts) {
  const auto next = static_cast<std::uint32_t>(events_.size());
  const auto [at, fresh] = labels_.try_emplace(facts, next);
  if (fresh) events_.push_back(facts);
  return at->second;
}

void Expander::mark() {
  for (std::size_t c = 0; c < offers_.size(); ++c) {
    std::uint8_t what = offers_[c].enabled ? Mark::kEnabled : 0;
    switch (status(program_, state_.data(), ContextId(c))) {
      case Status::running:
        what |= Mark::kRunning;
        if (stands_in_line(c)) what |= Mark::kInLine;
        break;
      case Status::crashed:
      case Status::limited: what |= Mark::kStopped; break;
      case Status::finished:
      case Status::idle: break;
    }
    marks_.push_back(what);
  }
}

}  // namespace picket
