#include "tests/oracle/foresight.h"

#include <set>
#include <vector>

#include "spec/semantics/future.h"
#include "spec/semantics/step.h"

namespace picket::oracle {
namespace {

// The first location that `small` touches in a way that would conflict with
// something that `large` does not conflict with; -1: none.
int uncovered(const Footprint& small, const Footprint& large) {
  for (std::size_t i = 0; i < Footprint::kWords; ++i) {
    const std::uint64_t r = large.reads[i], w = large.writes[i],
                        a = large.adds[i];
    const std::uint64_t bad = (small.reads[i] & ~(r | w)) |
                              (small.writes[i] & ~(w | (r & a))) |
                              (small.adds[i] & ~(a | w));
    for (int bit = 0; bad != 0 && bit < 64; ++bit)
      if (bad >> bit & 1) return static_cast<int>(i) * 64 + bit;
  }
  return -1;
}

class Foresight {
 public:
  explicit Foresight(const Program& program)
      : program_(program), future_(program) {}

  std::string run() {
    meet(initial_state(program_));
    while (broken_.empty() && !open_.empty()) {
      const State state = open_.back();
      open_.pop_back();
      for (std::size_t c = 0; c < contexts(); ++c) look(state, ContextId(c));
    }
    return broken_;
  }

 private:
  std::size_t contexts() const { return program_.scenario.contexts.size(); }

  void meet(const State& state) {
    if (seen_.insert(state).second) open_.push_back(state);
  }

  void look(const State& state, ContextId c) {
    if (at_rest(program_, state.data(), c) &&
        status(program_, state.data(), c) != Status::idle)
      return;
    const Footprint foreseen = outlook(state, c);
    Effect effect;
    int alternatives = 1;
    for (int a = 0; a < alternatives; ++a) {
      State next = state;
      const Outcome outcome = step(program_, next.data(), c, a, effect);
      alternatives = effect.alternatives;
      if (const int at = uncovered(effect.footprint, foreseen); at >= 0)
        complain(c, "touches", c, effect.step, at);
      if (outcome == Outcome::blocked) continue;
      for (std::size_t other = 0; other < contexts(); ++other)
        check_growth(state, next, c, effect.step, ContextId(other));
      meet(next);
    }
  }

  void check_growth(const State& before, const State& after, ContextId mover,
                    StepId at, ContextId c) {
    const int grown = uncovered(outlook(after, c), outlook(before, c));
    if (grown >= 0) complain(mover, "lets", c, at, grown);
  }

  Footprint outlook(const State& state, ContextId c) {
    return future_.of(state.data(), c, {}, scratch_).all;
  }

  void complain(ContextId mover, const char* does, ContextId whose, StepId at,
                int location) {
    if (!broken_.empty()) return;
    const Scenario& s = program_.scenario;
    broken_ = "future: [" + s.context(mover).name + ": " +
              (at.valid() ? describe(s, s.step(at)) : "(end)") + "] " + does +
              (mover == whose ? "" : " " + s.context(whose).name + " touch") +
              " " +
              location_name(s, program_.layout,
                            static_cast<std::uint32_t>(location)) +
              ", which was not foreseen\n";
  }

  const Program& program_;
  Future future_;
  Outlook scratch_;
  std::set<State> seen_;
  std::vector<State> open_;
  std::string broken_;
};

}  // namespace

std::string broken_foresight(const Program& program) {
  return Foresight(program).run();
}

}  // namespace picket::oracle
