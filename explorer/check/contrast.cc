#include "explorer/check/contrast.h"

#include <algorithm>
#include <set>

#include "spec/base/fingerprint.h"

namespace picket {
namespace {

// How a state was first reached, from the place where the schedules part.
struct Reached {
  State state;
  std::size_t parent = 0;
  Choice choice;
  bool over = false;  // a misuse or an assertion has ended the schedule
};

class Detour {
 public:
  Detour(const Program& program, std::size_t most_states, const Fails& fails)
      : program_(program), most_states_(most_states), fails_(fails) {}

  // A shortest way from behind `before` to the end of a schedule that passes,
  // other than by `not_first`. What was looked at from a later place led to
  // none and is left out.
  bool find(const Schedule& before, const State& state, Choice not_first,
            Schedule& passing) {
    reached_.assign(1, {state, 0, {}, false});
    for (std::size_t i = 0; i < reached_.size(); ++i) {
      const bool moved =
          !reached_[i].over && expand(i, i == 0 ? &not_first : nullptr);
      if (seen_.size() >= most_states_) return false;
      if (moved || i == 0) continue;
      passing = before;
      append_way(i, passing);
      if (passes(passing)) return true;
    }
    return false;
  }

  bool gave_up() const { return seen_.size() >= most_states_; }

 private:
  // Can anything move? New states that it leads to are kept.
  bool expand(std::size_t index, const Choice* leave_out) {
    bool moves = false;
    for (std::size_t c = 0; c < program_.scenario.contexts.size(); ++c) {
      int alternatives = 1;
      for (int a = 0; a < alternatives; ++a) {
        State next = reached_[index].state;
        const Outcome outcome =
            step(program_, next.data(), ContextId(c), a, effect_);
        alternatives = effect_.alternatives;
        if (outcome == Outcome::blocked) continue;
        moves = true;
        const Choice choice{ContextId(c), a};
        // It fails in any case, unless only some findings count.
        const bool over = outcome == Outcome::crashed && fails_;
        if (outcome != Outcome::stepped && !over) continue;
        if (leave_out && *leave_out == choice) continue;
        const Fingerprint f =
            fingerprint(next.data(), next.size() * sizeof(Word));
        if (seen_.insert(f).second)
          reached_.push_back({std::move(next), index, choice, over});
      }
    }
    return moves;
  }

  void append_way(std::size_t index, Schedule& out) const {
    const auto from = static_cast<std::ptrdiff_t>(out.size());
    for (; index != 0; index = reached_[index].parent)
      out.push_back(reached_[index].choice);
    std::reverse(out.begin() + from, out.end());
  }

  bool passes(const Schedule& schedule) const {
    const Execution run = execute(program_, schedule);
    Judge judge(program_, SolverKind::native, 1, false);
    judge.on_schedule(run.trace, run.final_state, 0);
    const auto& found = judge.findings();
    return std::none_of(found.begin(), found.end(), [&](const auto& entry) {
      return !fails_ || fails_(entry.second);
    });
  }

  const Program& program_;
  const std::size_t most_states_;
  const Fails& fails_;
  std::set<Fingerprint> seen_;
  std::vector<Reached> reached_;
  Effect effect_;
};

}  // namespace

Contrast nearest_passing(const Program& program, const Schedule& failing,
                         std::size_t most_states, const Fails& fails) {
  std::vector<State> states = {initial_state(program)};
  Effect effect;
  for (const Choice& c : failing) {
    states.push_back(states.back());
    step(program, states.back().data(), c.context, c.alternative, effect);
  }
  Contrast out;
  Detour detour(program, most_states, fails);
  for (std::size_t k = failing.size(); k-- > 0 && !detour.gave_up();) {
    const Schedule before(failing.begin(),
                          failing.begin() + static_cast<std::ptrdiff_t>(k));
    out.common = k;
    out.found = detour.find(before, states[k], failing[k], out.passing);
    if (out.found) return out;
  }
  out.complete = !detour.gave_up();
  return out;
}

}  // namespace picket
