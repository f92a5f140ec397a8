#include "explorer/search/states.h"

#include <algorithm>
#include <memory>
#include <set>
#include <tuple>
#include <unordered_map>

#include "explorer/search/expander.h"
#include "explorer/search/fair_cycle.h"
#include "explorer/search/limit.h"
#include "explorer/search/state_queue.h"
#include "explorer/search/team.h"
#include "spec/semantics/endless.h"

namespace picket {
namespace {

// States are taken from the queue one at a time, and many at a time once it has
// turned out to be a large search: so many that threads can share them. The
// stubborn set of a state depends on what was known before its batch, so the
// batches are the same whatever the number of threads; without stubborn sets
// nothing depends on them, and small ones stay in the cache.
constexpr std::size_t kLarge = 50'000;
constexpr std::size_t kBatch = 8192;
constexpr std::size_t kSmallBatch = 64;
constexpr std::size_t kAhead = 12;  // how soon to fetch what is looked up

class States {
 public:
  States(const Program& program, const SearchOptions& options, Visitor& visitor,
         bool reduce)
      : program_(program),
        visitor_(visitor),
        gauge_(options),
        cyclic_(can_repeat(program.scenario)),
        keeps_(options.keep_graph),
        numbered_(cyclic_ || keeps_),
        bound_(options.limits.preemptions),
        most_steps_(options.limits.steps),
        reduce_(reduce && bound_ < 0),
        model_words_(static_cast<std::size_t>(program.layout.words)),
        words_(model_words_ + (bound_ >= 0 ? 2 : 0)),
        visited_(numbered_),
        queue_(words_),
        one_(words_),
        team_(std::max(1, options.jobs)) {}

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
    if (keeps_) visitor_.on_graph(graph_);
    gauge_.finish(summary_);
    return summary_;
  }

 private:
  bool whole() const { return !gauge_.stopped() && !summary_.stopped; }

  void start_over() {
    reduce_ = false;
    visited_ = Visited(numbered_);
    graph_ = {};
    crashes_.clear();
    label_of_.clear();
    summary_ = {};
  }

  void explore() {
    expanders_.clear();
    for (int w = 0; w < team_.size(); ++w)
      expanders_.push_back(std::make_unique<Expander>(
          program_, visited_,
          ExpanderOptions{words_, bound_, reduce_, cyclic_ && !reduce_,
                          keeps_}));
    labels_.assign(expanders_.size(), {});
    State first = initial_state(program_);
    first.resize(words_, 0);
    Expander& expander = *expanders_.front();
    const Successor start = expander.start(first);
    visited_.insert(start.fingerprint, 0);
    graph_.links.push_back({});
    summary_.states = 1;
    depth_ = 0;
    level_end_ = 1;
    queue_one(expander, start);
    for (first_of_batch_ = 0; !queue_.empty();
         first_of_batch_ += static_cast<StateIndex>(batch_size_)) {
      take_batch();
      expand_batch();
      if (!numbered_ && !is_deepest()) {
        look_up_batch();
        together([&](int worker, int) {
          expanders_[static_cast<std::size_t>(worker)]->sift();
        });
      }
      if (!settle_batch()) return;
    }
  }

  void take_batch() {
    const std::size_t most = graph_.links.size() < kLarge  ? 1
                             : reduce_ || team_.size() > 1 ? kBatch
                                                           : kSmallBatch;
    batch_size_ = std::min(most, queue_.size());
    if (most_steps_ > 0) stay_on_level();
    batch_.resize(batch_size_ * words_);
    for (std::size_t i = 0; i < batch_size_; ++i)
      queue_.pop(&batch_[i * words_]);
  }

  // With a bound on the steps, the states of a batch are equally far away.
  void stay_on_level() {
    if (first_of_batch_ == level_end_) {
      ++depth_;
      level_end_ = static_cast<StateIndex>(graph_.links.size());
    }
    batch_size_ = std::min(
        batch_size_, static_cast<std::size_t>(level_end_ - first_of_batch_));
  }

  // Of these states only those at the end of a schedule count.
  bool is_deepest() const { return most_steps_ > 0 && depth_ >= most_steps_; }

  // On the whole team if there is work for it.
  template <class Work>
  void together(const Work& work) {
    if (batch_size_ > 1 && team_.size() > 1)
      team_.run([&](int worker) { work(worker, team_.size()); });
    else
      work(0, 1);
  }

  void expand_batch() {
    for (auto& expander : expanders_) expander->clear();
    together([&](int worker, int workers) {
      const auto part = [&](int w) {
        return batch_size_ * static_cast<std::size_t>(w) /
               static_cast<std::size_t>(workers);
      };
      Expander& expander = *expanders_[static_cast<std::size_t>(worker)];
      for (std::size_t i = part(worker); i < part(worker + 1); ++i)
        expander.expand(&batch_[i * words_]);
    });
  }

  // Each thread looks after some parts of the table, and goes through all
  // successors in their order: the first of several equal ones is the new one.
  void look_up_batch() {
    together([&](int worker, int workers) {
      const auto n = static_cast<std::size_t>(workers);
      const auto own = static_cast<std::size_t>(worker);
      const auto mine = [n, own](const Successor& s) {
        return Visited::part_of(s.fingerprint) % n == own;
      };
      for (auto& expander : expanders_) {
        auto& all = expander->successors();
        for (std::size_t i = 0; i < all.size(); ++i) {
          if (i + kAhead < all.size() && mine(all[i + kAhead]))
            visited_.prefetch(all[i + kAhead].fingerprint);
          if (mine(all[i]))
            all[i].fresh = visited_.insert(all[i].fingerprint, 0).fresh;
        }
      }
    });
  }

  bool settle_batch() {
    StateIndex index = first_of_batch_;
    std::size_t w = 0;
    for (auto& expander : expanders_) {
      if (cyclic_ && !reduce_) {
        graph_.contexts = program_.scenario.contexts.size();
        graph_.marks.insert(graph_.marks.end(), expander->marks().begin(),
                            expander->marks().end());
      }
      labels_of_batch_ = &labels_[w++];
      for (const Expansion& e : expander->expansions()) {
        if (!gauge_.go_on(summary_, 0)) return false;
        const bool cut = is_deepest() && !e.ends;
        if (cut) gauge_.too_long();
        if (!cut && !settle(*expander, e, index)) return false;
        ++index;
      }
      if (!is_deepest()) queue_.push(expander->fresh());
      for (const StepId step : expander->steps()) visitor_.on_step(step);
      if (expander->bounded() && summary_.limit.empty())
        summary_.limit =
            "at most " + std::to_string(bound_) + " preemptions were allowed";
    }
    summary_.peak_bytes = std::max(summary_.peak_bytes, bytes());
    return true;
  }

  bool settle(Expander& expander, const Expansion& e, StateIndex from) {
    if (e.ends) return end(from);
    summary_.transitions += e.transitions;
    for (std::size_t i = e.first; i < e.last; ++i) {
      Successor& to = expander.successors()[i];
      if (keeps_) graph_.labels.push_back(label(expander, to.label));
      add(expander, to, {from, to.context, to.alternative});
      if (to.crash >= 0 && !crash(expander.crash(to), from)) return false;
      if (to.limited && summary_.limit.empty())
        summary_.limit = "a loop reached its limit";
    }
    return true;
  }

  void add(Expander& expander, Successor& to, Link link) {
    auto& links = graph_.links;
    if (numbered_) {
      const Visited::Answer answer = visited_.insert(
          to.fingerprint, static_cast<StateIndex>(links.size()));
      to.fresh = answer.fresh;
      graph_.edges.push_back(
          {link.parent, answer.index, link.context, link.alternative});
      if (to.fresh) queue_one(expander, to);
    }
    if (!to.fresh) return;
    if (links.size() == links.capacity())
      links.reserve(links.size() + links.size() / 4 + 1024);
    links.push_back(link);
    ++summary_.states;
  }

  // Each thread numbers what it meets by itself.
  std::uint32_t label(const Expander& expander, std::uint32_t its) {
    constexpr std::uint32_t kNew = UINT32_MAX;
    auto& known = *labels_of_batch_;
    if (its >= known.size()) known.resize(expander.events().size(), kNew);
    if (known[its] != kNew) return known[its];
    const EventFacts& facts = expander.events()[its];
    const auto [at, fresh] = label_of_.try_emplace(
        facts, static_cast<std::uint32_t>(graph_.events.size()));
    if (fresh) graph_.events.push_back(facts);
    return known[its] = at->second;
  }

  void queue_one(const Expander& expander, const Successor& to) {
    one_.clear();
    one_.push(expander.packed(to), to.bytes);
    queue_.push(one_);
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
    if (keeps_) graph_.ends.push_back(index);
    const Word* state = &batch_[(index - first_of_batch_) * words_];
    end_state_.assign(state, state + model_words_);
    const bool more = visitor_.on_end(
        end_state_, [&] { return graph_.path_to(index); }, 0);
    summary_.stopped |= !more;
    return more;
  }

  std::size_t bytes() const {
    return visited_.bytes() + graph_.links.capacity() * sizeof(Link) +
           graph_.edges.capacity() * sizeof(Edge) + graph_.marks.capacity() +
           graph_.labels.capacity() * sizeof(graph_.labels[0]) + queue_.bytes();
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
  const bool cyclic_;               // the text allows for endless schedules
  const bool keeps_;                // the visitor wants to see the graph
  const bool numbered_;             // states have numbers
  const std::int64_t bound_;        // on preemptions; -1: none
  const std::uint64_t most_steps_;  // 0: no bound
  bool reduce_;
  const std::size_t model_words_;
  const std::size_t words_;
  Visited visited_;
  Graph graph_;
  StateQueue queue_;
  PackedStates one_;
  Team team_;
  std::vector<std::unique_ptr<Expander>> expanders_;  // per thread
  // What was met, by each thread's numbers and by ours.
  std::vector<std::vector<std::uint32_t>> labels_;
  std::vector<std::uint32_t>* labels_of_batch_ = nullptr;
  std::unordered_map<EventFacts, std::uint32_t, EventFactsHash> label_of_;
  std::vector<Word> batch_;  // the states that are being looked at
  std::size_t batch_size_ = 0;
  StateIndex first_of_batch_ = 0;
  std::uint64_t depth_ = 0;  // of the batch, if steps are bounded
  StateIndex level_end_ = 1;
  State end_state_;
  std::set<std::tuple<ContextId, StepId, int, ObjectId>> crashes_;
  SearchSummary summary_;
};

}  // namespace

SearchSummary search_states(const Program& program,
                            const SearchOptions& options, Visitor& visitor,
                            bool reduce) {
  return States(program, options, visitor, reduce).run();
}

}  // namespace picket
