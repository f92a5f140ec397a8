#include "explorer/search/states.h"

#include <absl/container/flat_hash_map.h>

#include <algorithm>
#include <set>

#include "explorer/search/fair_cycle.h"
#include "explorer/search/graph.h"
#include "explorer/search/limit.h"
#include "explorer/search/stubborn_set.h"
#include "spec/base/fingerprint.h"

namespace picket {
namespace {

struct FingerprintHash {
  std::size_t operator()(const Fingerprint& f) const noexcept {
    return static_cast<std::size_t>(f.low);
  }
};

using Visited =
    absl::flat_hash_map<Fingerprint, StateIndex, FingerprintHash>;

class States {
 public:
  States(const Program& program, const SearchOptions& options,
         Visitor& visitor, bool reduce)
      : program_(program),
        visitor_(visitor),
        gauge_(options),
        cyclic_(can_repeat(program.scenario)),
        bound_(options.limits.preemptions),
        reduce_(reduce && !cyclic_ && bound_ < 0),
        stubborn_(program),
        model_words_(static_cast<std::size_t>(program.layout.words)),
        words_(model_words_ + (bound_ >= 0 ? 2 : 0)),
        offers_(program.scenario.contexts.size()),
        next_(offers_.size()),
        seen_(program.scenario.steps.size()) {}

  SearchSummary run() {
    State first = initial_state(program_);
    first.resize(words_, 0);
    add(first.data(), {});
    while (!coming_.empty() && !gauge_.stopped() && !summary_.stopped)
      expand_level();
    if (cyclic_ && !gauge_.stopped() && !summary_.stopped) find_livelocks();
    gauge_.finish(summary_);
    return summary_;
  }

 private:
  struct Successor {
    Event event;
    State state;
  };

  static bool can_repeat(const Scenario& s) {
    return s.config.spurious_wakeups ||
           std::any_of(s.steps.begin(), s.steps.end(),
                       [](const Step& step) { return step.back; });
  }

  // Takes the states found in the last level one after another.
  void expand_level() {
    level_.swap(coming_);
    coming_.clear();
    first_of_level_ = static_cast<StateIndex>(graph_.links.size() -
                                              level_.size() / words_);
    for (std::size_t i = 0; i * words_ < level_.size(); ++i) {
      if (!gauge_.go_on(summary_, 0)) return;
      if (!expand(&level_[i * words_],
                  static_cast<StateIndex>(first_of_level_ + i)))
        return;
    }
  }

  bool expand(const Word* state, StateIndex index) {
    bool moves = false;
    for (std::size_t c = 0; c < offers_.size(); ++c) {
      look_at(state, c);
      moves |= offers_[c].enabled;
    }
    if (cyclic_) note_enabled(index);
    if (!moves) return end(state, index);
    if (reduce_) {
      for (ContextId c : stubborn_.choose(state, offers_))
        if (!take(c.index(), index)) return false;
      return true;
    }
    for (std::size_t c = 0; c < offers_.size(); ++c)
      if (allowed(state, c) && !take(c, index)) return false;
    return true;
  }

  // With a bound on preemptions a state also says who moved last and how often
  // a context that could have gone on was left. May c move now?
  bool allowed(const Word* state, std::size_t c) {
    if (bound_ < 0 || !offers_[c].enabled) return true;
    const Word last = state[model_words_];
    const Word used = state[model_words_ + 1];
    const bool leaves = last != 0 && last != static_cast<Word>(c) + 1 &&
                        offers_[static_cast<std::size_t>(last - 1)].enabled;
    if (leaves && used >= bound_) {
      if (summary_.limit.empty())
        summary_.limit = "at most " + std::to_string(bound_) +
                         " preemptions were allowed";
      return false;
    }
    for (std::size_t i = 0; i < taken_[c]; ++i) {
      next_[c][i].state[model_words_] = static_cast<Word>(c) + 1;
      next_[c][i].state[model_words_ + 1] = used + leaves;
    }
    return true;
  }

  // Everything context c can do next, into next_[c] and offers_[c].
  void look_at(const Word* state, std::size_t c) {
    Offer& offer = offers_[c];
    offer = Offer{};
    std::size_t n = 0;
    int alternatives = 1;
    for (int a = 0; a < alternatives; ++a) {
      if (next_[c].size() <= n) next_[c].emplace_back();
      Successor& to = next_[c][n];
      to.state.assign(state, state + words_);
      const Outcome outcome =
          step(program_, to.state.data(), ContextId(c), a, effect_);
      alternatives = effect_.alternatives;
      join(offer.footprint, effect_.footprint);
      const Status now = status(program_, state, ContextId(c));
      offer.present = now == Status::running || now == Status::idle;
      if (outcome == Outcome::blocked) {
        offer.want = effect_.want;
        continue;
      }
      offer.enabled = true;
      to.event = make_event(ContextId(c), a, effect_, outcome);
      ++n;
    }
    taken_.resize(offers_.size());
    taken_[c] = n;
  }

  static void join(Footprint& into, const Footprint& from) {
    for (std::size_t i = 0; i < Footprint::kWords; ++i) {
      into.reads[i] |= from.reads[i];
      into.writes[i] |= from.writes[i];
      into.adds[i] |= from.adds[i];
    }
  }

  bool take(std::size_t c, StateIndex from) {
    for (std::size_t i = 0; i < taken_[c]; ++i) {
      const Successor& to = next_[c][i];
      ++summary_.transitions;
      const StepId step = to.event.step;
      if (step.valid() && !seen_[step.index()]) {
        seen_[step.index()] = true;
        visitor_.on_step(step);
      }
      const Link link{from, static_cast<std::uint16_t>(c),
                      static_cast<std::uint16_t>(to.event.alternative)};
      const StateIndex index = add(to.state.data(), link);
      if (cyclic_)
        graph_.edges.push_back({from, index, link.context, link.alternative});
      if (to.event.crashes && !crash(to.event, from)) return false;
      if (to.event.limited && summary_.limit.empty())
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

  bool end(const Word* state, StateIndex index) {
    end_state_.assign(state, state + model_words_);
    const bool more = visitor_.on_end(
        end_state_, [&] { return graph_.path_to(index); }, 0);
    summary_.stopped |= !more;
    return more;
  }

  StateIndex add(const Word* state, Link link) {
    const Fingerprint f = fingerprint(state, words_ * sizeof(Word));
    const auto index = static_cast<StateIndex>(graph_.links.size());
    const auto [it, fresh] = visited_.try_emplace(f, index);
    if (!fresh) return it->second;
    graph_.links.push_back(link);
    coming_.insert(coming_.end(), state, state + words_);
    ++summary_.states;
    summary_.peak_bytes = std::max(summary_.peak_bytes, bytes());
    return index;
  }

  std::size_t bytes() const {
    return visited_.capacity() * (sizeof(Visited::value_type) + 1) +
           graph_.links.capacity() * sizeof(Link) +
           graph_.edges.capacity() * sizeof(Edge) +
           (level_.capacity() + coming_.capacity()) * sizeof(Word);
  }

  void note_enabled(StateIndex index) {
    if (graph_.enabled.size() <= index) graph_.enabled.resize(index + 1);
    std::vector<bool> enabled(offers_.size());
    for (std::size_t c = 0; c < offers_.size(); ++c)
      enabled[c] = offers_[c].enabled;
    graph_.enabled[index] = std::move(enabled);
  }

  void find_livelocks() {
    for (const FairCycle& cycle : fair_cycles(graph_, offers_.size())) {
      Schedule lasso = graph_.path_to(cycle.entry);
      const std::size_t loop = lasso.size();
      lasso.insert(lasso.end(), cycle.round.begin(), cycle.round.end());
      if (!visitor_.on_livelock(cycle.movers, lasso, loop)) return;
    }
  }

  const Program& program_;
  Visitor& visitor_;
  Gauge gauge_;
  const bool cyclic_;  // some schedule may be endless
  const std::int64_t bound_;  // on preemptions; -1: none
  const bool reduce_;
  StubbornSet stubborn_;
  const std::size_t model_words_;
  const std::size_t words_;
  Visited visited_;
  Graph graph_;
  std::vector<Word> level_, coming_;  // whole states, one behind another
  StateIndex first_of_level_ = 0;
  std::vector<Offer> offers_;
  std::vector<std::vector<Successor>> next_;  // per context, per alternative
  std::vector<std::size_t> taken_;
  std::set<std::tuple<ContextId, StepId, int, ObjectId>> crashes_;
  std::vector<bool> seen_;
  State end_state_;
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
