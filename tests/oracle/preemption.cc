#include "tests/oracle/preemption.h"

#include <tuple>

#include "explorer/search/states.h"
#include "tests/oracle/witness.h"

namespace picket::oracle {
namespace {

class Preempted {
 public:
  Preempted(const Program& program, int bound)
      : program_(program), bound_(bound) {}

  void run() {
    meet(initial_state(program_), {}, 0);
    while (!open_.empty()) {
      const auto [state, last, used] = open_.back();
      open_.pop_back();
      follow(state, last, used);
    }
  }

  Keys keys;
  std::set<State> ends;

 private:
  struct Move {
    ContextId context;
    State after;
    std::string crash;  // the finding that it makes, if any
  };

  void meet(const State& state, ContextId last, int used) {
    if (seen_.insert({state, last, used}).second)
      open_.push_back({state, last, used});
  }

  void follow(const State& state, ContextId last, int used) {
    std::vector<Move> moves;
    bool last_can = false;
    for (std::size_t c = 0; c < program_.scenario.contexts.size(); ++c) {
      add_moves(state, ContextId(c), moves);
      if (!moves.empty() && moves.back().context == ContextId(c))
        last_can |= ContextId(c) == last;
    }
    if (moves.empty()) end(state);
    for (const Move& m : moves) {
      const int now = used + (last_can && m.context != last);
      if (now > bound_) continue;
      if (!m.crash.empty()) keys.insert(m.crash);
      meet(m.after, m.context, now);
    }
  }

  void add_moves(const State& state, ContextId c, std::vector<Move>& moves) {
    int alternatives = 1;
    for (int a = 0; a < alternatives; ++a) {
      State after = state;
      const Outcome o = step(program_, after.data(), c, a, effect_);
      alternatives = effect_.alternatives;
      if (o == Outcome::blocked) continue;
      moves.push_back({c, after, ""});
      if (o == Outcome::crashed)
        moves.back().crash =
            key_of(finding_of_crash(make_event(c, a, effect_, o)));
    }
  }

  void end(const State& state) {
    ends.insert(state);
    for (const EndFinding& f : analyse_end(program_, state).findings)
      keys.insert(key_of(finding_of_end(f)));
  }

  const Program& program_;
  const int bound_;
  std::vector<std::tuple<State, ContextId, int>> open_;
  std::set<std::tuple<State, ContextId, int>> seen_;
  Effect effect_;
};

}  // namespace

std::string broken_bound(const Program& program, int bound) {
  Preempted all(program, bound);
  all.run();
  Witness met(program);
  SearchOptions options;
  options.limits.preemptions = bound;
  search_states(program, options, met);
  Keys found;
  for (const std::string& key : met.keys())
    if (key.rfind("livelock", 0) != 0) found.insert(key);
  if (found == all.keys && met.ends == all.ends) return "";
  return "preemptions: with at most " + std::to_string(bound) + ", " +
         std::to_string(all.ends.size()) + " ends and " +
         std::to_string(all.keys.size()) + " findings; the search has " +
         std::to_string(met.ends.size()) + " and " +
         std::to_string(found.size()) + "\n";
}

}  // namespace picket::oracle
