// Where the transitions from a state lead.
//
// Must not know: in which order states are looked at, what becomes of the
// answer.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "explorer/search/execution.h"
#include "explorer/search/graph.h"
#include "explorer/search/state_queue.h"
#include "explorer/search/stubborn_set.h"
#include "explorer/search/visited.h"

namespace picket {

struct Successor {
  Fingerprint fingerprint;
  std::uint32_t at = 0;  // of its packed form
  std::uint32_t bytes = 0;
  StepId step;
  std::uint16_t context = 0;
  std::uint16_t alternative = 0;
  bool limited = false;
  bool fresh = false;       // for who looks it up
  int crash = -1;           // index of the event, if it crashes
  std::uint32_t label = 0;  // what it was, if that is noted
};

// Of one state: its successors, by their place in the list of all.
struct Expansion {
  std::size_t first = 0, last = 0;
  std::size_t transitions = 0;
  bool ends = false;  // nothing can move
};

struct ExpanderOptions {
  std::size_t words = 0;          // of a state, with those of the bound
  std::int64_t preemptions = -1;  // at most; -1: any number
  bool reduce = true;             // follow a stubborn set only
  bool marks = false;             // note what is so of each context
  bool labels = false;            // note what each transition was
};

// Not thread-safe: a worker has its own. What it says stays until clear().
class Expander {
 public:
  // Asks `visited`, which may not change meanwhile, what is new.
  Expander(const Program& program, const Visited& visited,
           const ExpanderOptions& options);

  void clear();
  void expand(const Word* state);

  // Packs the fresh successors up, and leaves out those that are not and do
  // nothing else of note.
  void sift();
  const PackedStates& fresh() const { return fresh_; }

  const std::vector<Expansion>& expansions() const { return expansions_; }
  std::vector<Successor>& successors() { return successors_; }
  const unsigned char* packed(const Successor& s) const {
    return &packed_[s.at];
  }
  const Event& crash(const Successor& s) const {
    return crashes_[static_cast<std::size_t>(s.crash)];
  }
  // Per expansion, per context.
  const std::vector<std::uint8_t>& marks() const { return marks_; }
  // The different transitions; all since it was made, in no telling order.
  const std::vector<EventFacts>& events() const { return events_; }
  // Those that were taken for the first time since clear().
  const std::vector<StepId>& steps() const { return steps_; }
  // Was a transition left out for the bound on preemptions?
  bool bounded() const { return bounded_; }

  // The first state as a successor of nothing.
  Successor start(const State& state);

 private:
  bool last_can_move();
  bool within_bound(std::size_t context);
  void look_at(std::size_t context);
  void note_move(Offer& offer, Outcome outcome, int alternative);
  void remember(Successor to);
  bool stands_in_line(std::size_t context) const;
  void mark();
  std::uint32_t label(const EventFacts& facts);
  void keep_chosen(std::size_t from);
  void note_steps(std::size_t from);

  const Program& program_;
  const Visited& visited_;
  const ExpanderOptions options_;
  const std::size_t model_words_;
  StubbornSet stubborn_;
  std::vector<Expansion> expansions_;
  std::vector<Successor> successors_, chosen_;
  std::vector<unsigned char> packed_;
  std::size_t packed_bytes_ = 0;
  PackedStates fresh_;
  std::vector<Event> crashes_;
  std::vector<std::uint8_t> marks_;
  std::vector<EventFacts> events_;
  std::unordered_map<EventFacts, std::uint32_t, EventFactsHash> labels_;
  std::vector<StepId> steps_;
  std::vector<char> seen_;  // by step
  bool bounded_ = false;
  // Of the state at hand.
  State state_, next_;
  bool left_could_move_ = false;  // bounded: could who moved last go on?
  std::vector<Offer> offers_;
  std::vector<std::size_t> first_;  // per context: of successors_
  Effect effect_;
};

}  // namespace picket
