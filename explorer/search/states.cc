#include "explorer/search/states.h"

#include <algorithm>
#include <set>

#include "explorer/search/fair_cycle.h"
#include "explorer/search/graph.h"
#include "explorer/search/limit.h"
#include "explorer/search/state_queue.h"
#include "explorer/search/stubborn_set.h"
#include "explorer/search/visited.h"
#include "spec/semantics/endless.h"
#include "spec/semantics/touch.h"

namespace picket {
namespace {

// One step that can be taken from the state at hand, and where it leads.
struct Successor {
  Fingerprint fingerprint;
  std::size_t at = 0;  // of its packed form
  std::size_t bytes = 0;
  StepId step;
  std::uint16_t context = 0;
  std::uint16_t alternative = 0;
  bool limited = false;
  int crash = -1;  // index of the event, if it crashes
};

class States {
 public:
  States(const Program& program, const SearchOptions& options, Visitor& visitor,
         bool reduce)
      : program_(program),
        visitor_(visitor),
        gauge_(options),
        cyclic_(can_repeat(program.scenario)),
        bound_(options.limits.preemptions),
        reduce_(reduce && bound_ < 0),
        stubborn_(program, Asks::states),
        model_words_(static_cast<std::size_t>(program.layout.words)),
        words_(model_words_ + (bound_ >= 0 ? 2 : 0)),
        visited_(cyclic_),
        queue_(words_),
        state_(words_),
        next_(words_),
        offers_(program.scenario.contexts.size()),
        first_(offers_.size() + 1),
        seen_(program.scenario.steps.size()) {}

  // The reduced graph has a cycle iff the whole one has. Only then is the
  // whole one needed: to judge which cycles are fair, and because a step that
  // is put off around a cycle is put off for ever.
  SearchSummary run() {
    explore();
    if (cyclic_ && reduce_ && whole() && has_cycle(graph_)) {
      start_over();
      explore();
    }
    if (cyclic_ && !reduce_ && whole()) find_livelocks();
    gauge_.finish(summary_);
    return summary_;
  }

 private:
  bool whole() const { return !gauge_.stopped() && !summary_.stopped; }

  void start_over() {
    reduce_ = false;
    visited_ = Visited(cyclic_);
    graph_ = {};
    crashes_.clear();
    summary_ = {};
  }

  void explore() {
    next_ = initial_state(program_);
    next_.resize(words_, 0);
    clear_successors();
    remember({});
    add(found_[0], {});
    for (StateIndex i = 0; !queue_.empty(); ++i) {
      if (!gauge_.go_on(summary_, 0)) return;
      queue_.pop(state_.data());
      if (!expand(i)) return;
    }
  }

  bool expand(StateIndex index) {
    clear_successors();
    next_ = state_;
    left_could_move_ = bound_ >= 0 && last_can_move();
    bool moves = false;
    for (std::size_t c = 0; c < offers_.size(); ++c) {
      first_[c] = found_.size();
      look_at(c);
      moves |= offers_[c].enabled;
    }
    first_[offers_.size()] = found_.size();
    if (cyclic_ && !reduce_) mark(index);
    if (!moves) return end(index);
    if (!reduce_) return take(0, offers_.size(), index);
    for (const Successor& to : found_)
      offers_[to.context].fresh += !visited_.contains(to.fingerprint);
    for (ContextId c : stubborn_.choose(state_.data(), offers_))
      if (!take(c.index(), c.index() + 1, index)) return false;
    return true;
  }

  // With a bound on preemptions a state also says who moved last and how often
  // a context that could have gone on was left.
  bool last_can_move() {
    const Word last = state_[model_words_];
    if (last == 0) return false;
    look_at(static_cast<std::size_t>(last - 1));
    const bool can = offers_[static_cast<std::size_t>(last - 1)].enabled;
    clear_successors();
    return can;
  }

  // Counts the move of c into next_. False: it would be one too many.
  bool within_bound(std::size_t c) {
    if (bound_ < 0) return true;
    const Word last = state_[model_words_];
    const Word used = state_[model_words_ + 1];
    const bool leaves = left_could_move_ && last != static_cast<Word>(c) + 1;
    if (leaves && used >= bound_) {
      if (summary_.limit.empty())
        summary_.limit =
            "at most " + std::to_string(bound_) + " preemptions were allowed";
      return false;
    }
    next_[model_words_] = static_cast<Word>(c) + 1;
    next_[model_words_ + 1] = used + leaves;
    return true;
  }

  // Everything context c can do next.
  void look_at(std::size_t c) {
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
        if (reduce_) join(offer.footprint, effect_.footprint);
        offer.want = effect_.want;
        continue;
      }
      if (reduce_) note_move(offer, outcome, a);
      offer.enabled = true;
      Successor to;
      to.step = effect_.step;
      to.context = static_cast<std::uint16_t>(c);
      to.alternative = static_cast<std::uint16_t>(a);
      to.limited = outcome == Outcome::limited;
      if (outcome == Outcome::crashed) {
        to.crash = static_cast<int>(crash_events_.size());
        crash_events_.push_back(make_event(context, a, effect_, outcome));
      }
      if (within_bound(c)) remember(to);
      next_ = state_;
    }
  }

  void note_move(Offer& offer, Outcome outcome, int alternative) {
    if (outcome != Outcome::stepped || !effect_.step.valid()) {
      join(offer.footprint, effect_.footprint);
      return;
    }
    join(offer.footprint, footprint_on_state(program_, effect_, alternative));
    const Step& step = program_.scenario.step(effect_.step);
    offer.gives =
        effect_.alternatives == 1 && gives_count(step.op) && !step.when.valid();
  }

  void clear_successors() {
    found_.clear();
    crash_events_.clear();
    packed_bytes_ = 0;
  }

  // Keeps next_ as a successor.
  void remember(Successor to) {
    to.at = packed_bytes_;
    const std::size_t room = to.at + words_ * sizeof(Word);
    if (packed_.size() < room) packed_.resize(2 * room);
    to.bytes = pack(next_.data(), words_, &packed_[to.at]);
    packed_bytes_ += to.bytes;
    to.fingerprint = fingerprint(&packed_[to.at], to.bytes);
    visited_.prefetch(to.fingerprint);
    found_.push_back(to);
  }

  // The successors by contexts first..last - 1.
  bool take(std::size_t first, std::size_t last, StateIndex from) {
    for (std::size_t i = first_[first]; i < first_[last]; ++i) {
      const Successor& to = found_[i];
      ++summary_.transitions;
      if (to.step.valid() && !seen_[to.step.index()]) {
        seen_[to.step.index()] = true;
        visitor_.on_step(to.step);
      }
      const StateIndex index = add(to, {from, to.context, to.alternative});
      if (cyclic_)
        graph_.edges.push_back({from, index, to.context, to.alternative});
      if (to.crash >= 0 &&
          !crash(crash_events_[static_cast<std::size_t>(to.crash)], from))
        return false;
      if (to.limited && summary_.limit.empty())
        summary_.limit = "a loop reached its limit";
    }
    return true;
  }

  bool crash(const Event& event, StateIndex from) {
    const auto kind = std::make_tuple(
        event.context, event.step,
        event.misuse ? static_cast<int>(*event.misuse) : -1, event.culprit);
    if (!crashes_.insert(kind).second) return true;
    const bool more = visitor_.on_crash(
        event,
        [&] {
          Schedule path = graph_.path_to(from);
          path.push_back({event.context, event.alternative});
          return path;
        },
        0);
    summary_.stopped |= !more;
    return more;
  }

  bool end(StateIndex index) {
    end_state_.assign(
        state_.begin(),
        state_.begin() + static_cast<std::ptrdiff_t>(model_words_));
    const bool more = visitor_.on_end(
        end_state_, [&] { return graph_.path_to(index); }, 0);
    summary_.stopped |= !more;
    return more;
  }

  StateIndex add(const Successor& to, Link link) {
    auto& links = graph_.links;
    const Visited::Answer answer =
        visited_.insert(to.fingerprint, static_cast<StateIndex>(links.size()));
    if (!answer.fresh) return answer.index;
    if (links.size() == links.capacity())
      links.reserve(links.size() + links.size() / 4 + 1024);
    links.push_back(link);
    queue_.push(&packed_[to.at], to.bytes);
    ++summary_.states;
    summary_.peak_bytes = std::max(summary_.peak_bytes, bytes());
    return answer.index;
  }

  std::size_t bytes() const {
    return visited_.bytes() + graph_.links.capacity() * sizeof(Link) +
           graph_.edges.capacity() * sizeof(Edge) + graph_.marks.capacity() +
           queue_.bytes();
  }

  void mark(StateIndex index) {
    const std::size_t n = graph_.contexts = offers_.size();
    graph_.marks.resize((index + 1) * n);
    for (std::size_t c = 0; c < n; ++c) {
      std::uint8_t what = offers_[c].enabled ? Mark::kEnabled : 0;
      switch (status(program_, state_.data(), ContextId(c))) {
        case Status::running: what |= Mark::kRunning; break;
        case Status::crashed:
        case Status::limited: what |= Mark::kStopped; break;
        case Status::finished:
        case Status::idle: break;
      }
      graph_.marks[index * n + c] = what;
    }
  }

  void find_livelocks() {
    for (const FairCycle& cycle : fair_cycles(graph_, program_.scenario)) {
      Schedule lasso = graph_.path_to(cycle.entry);
      const std::size_t loop = lasso.size();
      lasso.insert(lasso.end(), cycle.round.begin(), cycle.round.end());
      if (!visitor_.on_livelock(cycle.movers, lasso, loop)) return;
    }
  }

  const Program& program_;
  Visitor& visitor_;
  Gauge gauge_;
  const bool cyclic_;         // the text allows for endless schedules
  const std::int64_t bound_;  // on preemptions; -1: none
  bool reduce_;
  StubbornSet stubborn_;
  const std::size_t model_words_;
  const std::size_t words_;
  Visited visited_;
  Graph graph_;
  StateQueue queue_;
  State state_, next_;  // the one at hand; what a step makes of it
  State end_state_;
  bool left_could_move_ = false;  // bounded: could who moved last go on?
  std::vector<Offer> offers_;
  std::vector<Successor> found_;       // all of the state at hand, by context
  std::vector<std::size_t> first_;     // per context: its first in found_
  std::vector<unsigned char> packed_;  // their states
  std::size_t packed_bytes_ = 0;
  std::vector<Event> crash_events_;
  std::set<std::tuple<ContextId, StepId, int, ObjectId>> crashes_;
  std::vector<bool> seen_;
  Effect effect_;
  SearchSummary summary_;
};

}  // namespace

SearchSummary search_states(const Program& program,
                            const SearchOptions& options, Visitor& visitor,
                            bool reduce) {
  return States(program, options, visitor, reduce).run();
}

}  // namespace picket
