#include "explorer/check/deadlock.h"

#include <algorithm>

#include "spec/semantics/completion.h"
#include "spec/semantics/cpu.h"
#include "spec/semantics/deferred.h"
#include "spec/semantics/evaluate.h"
#include "spec/semantics/fence.h"
#include "spec/semantics/provide.h"
#include "spec/semantics/reach.h"
#include "spec/semantics/step.h"
#include "spec/semantics/task.h"
#include "spec/semantics/wait_queue.h"

namespace picket {
namespace {

// A context that still has something to do: a thread that has not ended, an
// item that is queued or running.
bool waits(const Program& program, const State& state, ContextId context) {
  const Status now = status(program, state.data(), context);
  const ObjectId item = program.scenario.context(context).work;
  if (now == Status::idle)
    return item.valid() && deferred_pending(program, state.data(), item);
  return now == Status::running;
}

// Attempts every alternative; the first that is blocked says what is wanted.
// Waiting is bounded if any alternative is not the last word.
Want want_of(const Program& program, const State& state, ContextId context) {
  State scratch = state;
  Effect effect;
  Want want;
  int alternatives = 1;
  for (int a = 0; a < alternatives; ++a) {
    step(program, scratch.data(), context, a, effect);
    alternatives = effect.alternatives;
    if (want.kind == Want::Kind::nothing) want = effect.want;
  }
  return want;
}

// What a context waits for that is also off its CPU.
Want want_beside_cpu(const Program& program, const State& state,
                     ContextId context) {
  State scratch = state;
  Effect effect;
  Want want, cpu;
  cpu.kind = Want::Kind::cpu;
  int alternatives = 1;
  for (int a = 0; a < alternatives; ++a) {
    if (step_regardless_of_cpu(program, scratch.data(), context, a, effect) !=
        Outcome::blocked)
      return cpu;
    alternatives = effect.alternatives;
    if (want.kind == Want::Kind::nothing) want = effect.want;
  }
  return want;
}

class Analysis {
 public:
  Analysis(const Program& program, const State& state)
      : program_(program), state_(state) {}

  EndAnalysis run() {
    bool stopped = false;
    for (std::size_t c = 0; c < program_.scenario.contexts.size(); ++c) {
      const ContextId context(c);
      const Status now = status(program_, state_.data(), context);
      stopped |= now == Status::crashed || now == Status::limited;
      if (!waits(program_, state_, context)) continue;
      Waiter w;
      w.context = context;
      w.step = position(program_, state_.data(), context);
      w.want = want_of(program_, state_, context);
      if (w.want.kind == Want::Kind::cpu)
        w.want = want_beside_cpu(program_, state_, context);
      const bool sleeps = w.step.valid() && sleeps_for_fence(w);
      result_.waiters.push_back(std::move(w));
      reach_.push_back(
          reachable_steps(program_, state_.data(), context, sleeps));
    }
    for (Waiter& w : result_.waiters) find_whom(w);
    if (stopped) return std::move(result_);
    find_cycles();
    find_circles();
    find_hangs();
    find_fences();
    return std::move(result_);
  }

 private:
  // It has enabled the fence, and has nothing more to do with it.
  bool sleeps_for_fence(const Waiter& w) const {
    const Op op = program_.scenario.step(w.step).op;
    return w.want.kind == Want::Kind::signal &&
           (op == Op::dma_fence_wait || op == Op::dma_fence_wait_timeout);
  }

  bool provides(std::size_t waiter, const Want& want,
                ContextId for_whom) const {
    const auto& steps = reach_[waiter];
    return std::any_of(steps.begin(), steps.end(), [&](StepId s) {
      return could_provide(program_.scenario, program_.scenario.step(s), want,
                           for_whom);
    });
  }

  void find_whom(Waiter& w) {
    w.holders = holders(program_, state_.data(), w.context, w.want);
    w.waits_on = w.holders;
    w.occupants = occupants(program_, state_.data(), w.context);
    w.waits_on.insert(w.waits_on.end(), w.occupants.begin(), w.occupants.end());
    bool self = false;
    for (std::size_t i = 0; i < result_.waiters.size(); ++i) {
      const ContextId other = result_.waiters[i].context;
      if (!provides(i, w.want, w.context)) continue;
      if (other == w.context) {
        // What has not begun cannot begin itself; a daemon that could only
        // help itself is idle.
        self = w.want.kind != Want::Kind::condition &&
               !program_.scenario.context(w.context).daemon;
      } else {
        w.waits_on.push_back(other);
      }
    }
    if (self && w.waits_on.empty()) w.waits_on.push_back(w.context);
    std::sort(w.waits_on.begin(), w.waits_on.end());
    w.waits_on.erase(std::unique(w.waits_on.begin(), w.waits_on.end()),
                     w.waits_on.end());
  }

  std::size_t index_of(ContextId context) const {
    for (std::size_t i = 0; i < result_.waiters.size(); ++i)
      if (result_.waiters[i].context == context) return i;
    return result_.waiters.size();
  }

  const std::string& name(ContextId c) const {
    return program_.scenario.context(c).name;
  }

  void find_cycles() {
    std::vector<std::vector<std::size_t>> edges(result_.waiters.size());
    for (std::size_t i = 0; i < edges.size(); ++i) {
      if (result_.waiters[i].want.bounded) continue;
      for (ContextId c : result_.waiters[i].waits_on)
        if (index_of(c) < edges.size()) edges[i].push_back(index_of(c));
    }
    explained_.assign(edges.size(), 0);
    for (const auto& cycle : smallest_cycles(edges)) {
      // Daemons that nobody starts are idle, whoever of them could.
      if (std::all_of(cycle.begin(), cycle.end(),
                      [&](std::size_t i) { return is_idle_daemon(i); }))
        continue;
      EndFinding f;
      f.code = FindingCode::deadlock;
      for (std::size_t i : cycle) {
        explained_[i] = 1;
        f.contexts.push_back(result_.waiters[i].context);
        f.arguments.push_back(name(result_.waiters[i].context));
      }
      std::sort(f.arguments.begin(), f.arguments.end());
      result_.findings.push_back(std::move(f));
    }
  }

  // Nobody gets on there either: no signal will come any more.
  void find_circles() {
    const auto bounded = [&](std::size_t i) {
      return result_.waiters[i].want.bounded;
    };
    std::vector<std::vector<std::size_t>> edges(result_.waiters.size());
    bool any = false;
    for (std::size_t i = 0; i < edges.size(); ++i) {
      any |= bounded(i);
      for (ContextId c : result_.waiters[i].waits_on)
        if (index_of(c) < edges.size()) edges[i].push_back(index_of(c));
    }
    if (!any) return;
    for (const auto& circle : smallest_cycles(edges)) {
      if (std::none_of(circle.begin(), circle.end(), bounded)) continue;
      result_.circles.emplace_back();
      for (const std::size_t i : circle)
        result_.circles.back().push_back(result_.waiters[i].context);
    }
  }

  bool is_daemon(std::size_t i) const {
    return program_.scenario.context(result_.waiters[i].context).daemon;
  }
  bool is_idle_daemon(std::size_t i) const {
    return is_daemon(i) &&
           result_.waiters[i].want.kind == Want::Kind::condition;
  }

  // A context that waits on nobody is the root of whatever waits on it; so is,
  // for want of any other, one whose wait is bounded but never ends, and one
  // that only daemons could help, which may be blocked for ever.
  void find_hangs() {
    for (std::size_t i = 0; i < result_.waiters.size(); ++i)
      if (!is_daemon(i) && result_.waiters[i].waits_on.empty()) hang(i);
    spread();
    hang_in_circles();
    for (std::size_t i = 0; i < result_.waiters.size(); ++i)
      if (!explained_[i] && !is_daemon(i) && result_.waiters[i].want.bounded) {
        hang(i);
        spread();
      }
    for (std::size_t i = 0; i < result_.waiters.size(); ++i)
      if (!explained_[i] && !is_daemon(i) && waits_on_daemons(i)) {
        hang(i);
        spread();
      }
  }

  // Those of a circle of waits that may end, and do not, are all roots: which
  // of them comes first in the file makes no difference.
  void hang_in_circles() {
    const std::size_t n = result_.waiters.size();
    std::vector<std::vector<char>> waits(n);
    for (std::size_t i = 0; i < n; ++i) waits[i] = unexplained_behind(i);
    std::vector<std::size_t> roots;
    for (std::size_t i = 0; i < n; ++i) {
      bool in_circle = waits[i][i] != 0;
      for (std::size_t k = 0; k < n; ++k)
        in_circle &= !waits[i][k] || waits[k][i];
      if (in_circle && !is_daemon(i) && result_.waiters[i].want.bounded)
        roots.push_back(i);
    }
    for (const std::size_t i : roots) hang(i);
    spread();
  }

  // Whom it waits on, directly or not.
  std::vector<char> unexplained_behind(std::size_t waiter) const {
    std::vector<char> seen(explained_.size(), 0);
    std::vector<std::size_t> open{waiter};
    while (!open.empty()) {
      const std::size_t at = open.back();
      open.pop_back();
      for (const ContextId c : result_.waiters[at].waits_on) {
        const std::size_t on = index_of(c);
        if (on == seen.size() || seen[on] || explained_[on]) continue;
        seen[on] = 1;
        open.push_back(on);
      }
    }
    return seen;
  }

  // Or on whoever is blocked because of one.
  bool waits_on_daemons(std::size_t i) const {
    const auto& on = result_.waiters[i].waits_on;
    return std::all_of(on.begin(), on.end(), [&](ContextId c) {
      const std::size_t other = index_of(c);
      return other == explained_.size() || is_daemon(other);
    });
  }

  // Whoever waits on something explained is explained.
  void spread() {
    for (bool grew = true; grew;) {
      grew = false;
      for (std::size_t i = 0; i < result_.waiters.size(); ++i) {
        if (explained_[i]) continue;
        for (ContextId c : result_.waiters[i].waits_on) {
          const std::size_t on = index_of(c);
          if (on < explained_.size() && explained_[on])
            explained_[i] = grew = true;
        }
      }
    }
  }

  void hang(std::size_t i) {
    explained_[i] = 1;
    const Waiter& w = result_.waiters[i];
    EndFinding f;
    f.code = lost_its_wakeup(w) ? FindingCode::lost_wakeup : FindingCode::hang;
    f.contexts = {w.context};
    f.arguments = {name(w.context)};
    result_.findings.push_back(std::move(f));
  }

  bool lost_its_wakeup(const Waiter& w) const {
    State scratch = state_;
    Effect effect;
    Run run{program_, scratch.data(), w.context, 0, effect};
    switch (w.want.kind) {
      case Want::Kind::completion:
        return count_erased(program_, state_.data(), w.want.object);
      case Want::Kind::wake_up: {
        const ObjectId queue =
            w.want.object.valid()
                ? w.want.object
                : queue_of(program_, state_.data(), w.context);
        if (task(run, w.context).set_after_wake) return true;
        return queue.valid() &&
               queued_after_wake(program_, state_.data(), queue, w.context) &&
               condition_holds(run, w.want.condition);
      }
      default: return false;
    }
  }

  static bool condition_holds(Run& run, ExprId condition) {
    return !condition.valid() || evaluate(run, condition) != 0;
  }

  void find_fences() {
    for (std::size_t i = 0; i < program_.scenario.objects.size(); ++i) {
      const ObjectId fence(i);
      const Object& o = program_.scenario.object(fence);
      if (!type_fits(o.type, "fence")) continue;
      State scratch = state_;
      Effect effect;
      Run run{program_, scratch.data(), ContextId(0), 0, effect};
      // One that was freed unsignalled is no better than one forgotten.
      if (!fence_published(run, fence) || fence_signaled(run, fence)) continue;
      if (is_container(o.type) && left_to_members(run, fence)) continue;
      Want signal;
      signal.kind = Want::Kind::signal;
      signal.object = fence;
      bool possible = false;
      for (std::size_t w = 0; w < result_.waiters.size(); ++w)
        possible |= provides(w, signal, ContextId{});
      if (possible) continue;
      EndFinding f;
      f.code = FindingCode::unsignaled_fence;
      f.fence = fence;
      f.arguments = {o.name};
      result_.findings.push_back(std::move(f));
    }
  }

  // A container whose members are done has only not been asked; one that waits
  // for a member that others can see is as good or bad as that one.
  bool left_to_members(const Run& run, ObjectId container) const {
    auto missing = missing_inside(program_, state_.data(), container);
    std::erase_if(missing, [&](ObjectId f) {
      return is_container(program_.scenario.object(f).type);
    });
    return missing.empty() ||
           std::any_of(missing.begin(), missing.end(),
                       [&](ObjectId f) { return fence_published(run, f); });
  }

  const Program& program_;
  const State& state_;
  EndAnalysis result_;
  std::vector<std::vector<StepId>> reach_;  // per waiter
  std::vector<char> explained_;             // per waiter
};

}  // namespace

EndAnalysis analyse_end(const Program& program, const State& state) {
  return Analysis(program, state).run();
}

}  // namespace picket
