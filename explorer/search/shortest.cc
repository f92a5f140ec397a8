#include "explorer/search/shortest.h"

#include <absl/container/flat_hash_map.h>

#include <algorithm>
#include <tuple>

#include "spec/base/fingerprint.h"

namespace picket {
namespace {

// A way to a state: the same state once per context that moved last, because
// the next context switch depends on it.
struct Way {
  State state;
  std::size_t parent = 0;  // index into all ways
  Choice choice;
  std::size_t switches = 0;
};

struct Key {
  Fingerprint state;
  std::int32_t last = -1;
  bool operator==(const Key&) const = default;
  template <class H>
  friend H AbslHashValue(H h, const Key& k) {
    return H::combine(std::move(h), k.state.low, k.last);
  }
};

class Shortest {
 public:
  Shortest(const Program& program, std::size_t goals, const GoalTest& test,
           std::size_t most_states)
      : program_(program),
        test_(test),
        most_(most_states),
        found_(goals),
        cost_(goals) {}

  std::vector<std::optional<Schedule>> run() {
    ways_.push_back({initial_state(program_), 0, {}, 0});
    depth_of_.emplace(print(ways_[0].state), 0);
    std::vector<std::size_t> level{0};
    for (std::size_t depth = 1; !level.empty() && open(); ++depth) {
      for (std::size_t way : level) expand(way, depth);
      settle();
      level = next_level();
      if (ways_.size() > most_) break;
    }
    return std::move(found_);
  }

 private:
  bool open() const {
    return std::any_of(found_.begin(), found_.end(),
                       [](const auto& f) { return !f.has_value(); });
  }

  Fingerprint print(const State& s) const {
    return fingerprint(s.data(), s.size() * sizeof(Word));
  }

  void expand(std::size_t from, std::size_t depth) {
    bool moved = false;
    for (std::size_t c = 0; c < program_.scenario.contexts.size(); ++c) {
      int alternatives = 1;
      for (int a = 0; a < alternatives; ++a) {
        State next = ways_[from].state;
        const Outcome outcome =
            step(program_, next.data(), ContextId(c), a, effect_);
        alternatives = effect_.alternatives;
        if (outcome == Outcome::blocked) continue;
        moved = true;
        const Choice choice{ContextId(c), a};
        const std::size_t switches =
            ways_[from].switches +
            (from != 0 && ways_[from].choice.context != choice.context);
        if (outcome == Outcome::crashed) {
          reached_.clear();
          test_.crash(make_event(choice.context, a, effect_, outcome),
                      reached_);
          for (std::size_t goal : reached_) offer(goal, from, choice, switches);
        }
        arrive({std::move(next), from, choice, switches}, depth);
      }
    }
    if (moved) return;
    reached_.clear();
    test_.end(ways_[from].state, reached_);
    for (std::size_t goal : reached_)
      offer(goal, from, {}, ways_[from].switches);
  }

  // A better way than any known of this length replaces them.
  void arrive(Way way, std::size_t depth) {
    const Fingerprint f = print(way.state);
    const auto [at, fresh] = depth_of_.try_emplace(f, depth);
    if (at->second != depth) return;
    const Key key{f, way.choice.context.value};
    const auto [slot, first] = coming_.try_emplace(key, arrived_.size());
    if (first) {
      arrived_.push_back(std::move(way));
    } else if (way.switches < arrived_[slot->second].switches) {
      arrived_[slot->second] = std::move(way);
    }
  }

  // The ways of the level just found, calmest first.
  std::vector<std::size_t> next_level() {
    std::vector<std::size_t> order(arrived_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      const Way& x = arrived_[a];
      const Way& y = arrived_[b];
      return std::tie(x.switches, x.parent, x.choice) <
             std::tie(y.switches, y.parent, y.choice);
    });
    std::vector<std::size_t> level;
    for (std::size_t i : order) {
      level.push_back(ways_.size());
      ways_.push_back(std::move(arrived_[i]));
    }
    arrived_.clear();
    coming_.clear();
    return level;
  }

  struct Cost {
    std::size_t switches = 0;
    std::size_t from = 0;
    Choice choice;
    bool pending = false;  // found in the level at hand
  };

  void offer(std::size_t goal, std::size_t from, Choice choice,
             std::size_t switches) {
    if (found_[goal]) return;
    Cost& cost = cost_[goal];
    if (cost.pending && cost.switches <= switches) return;
    cost = {switches, from, choice, true};
  }

  // A goal that ends a schedule is found one level after a crash of the same
  // length would be; both are final when their level is done.
  void settle() {
    for (std::size_t g = 0; g < cost_.size(); ++g) {
      if (!cost_[g].pending) continue;
      cost_[g].pending = false;
      Schedule schedule;
      if (cost_[g].choice.context.valid()) schedule.push_back(cost_[g].choice);
      for (std::size_t at = cost_[g].from; at != 0; at = ways_[at].parent)
        schedule.push_back(ways_[at].choice);
      std::reverse(schedule.begin(), schedule.end());
      found_[g] = std::move(schedule);
    }
  }

  const Program& program_;
  const GoalTest& test_;
  const std::size_t most_;
  std::vector<std::optional<Schedule>> found_;
  std::vector<Cost> cost_;
  std::vector<Way> ways_, arrived_;
  absl::flat_hash_map<Fingerprint, std::size_t,
                      decltype([](const Fingerprint& f) {
                        return static_cast<std::size_t>(f.low);
                      })>
      depth_of_;
  absl::flat_hash_map<Key, std::size_t> coming_;
  std::vector<std::size_t> reached_;
  Effect effect_;
};

}  // namespace

std::vector<std::optional<Schedule>> shortest_schedules(
    const Program& program, std::size_t goals, const GoalTest& test,
    std::size_t most_states) {
  return Shortest(program, goals, test, most_states).run();
}

}  // namespace picket
