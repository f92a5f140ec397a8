// A visitor that notes what annotation policies need, beside another visitor:
// the ways through the contexts, and the cycles along which schedules get
// stuck.
#pragma once

#include <memory>
#include <mutex>
#include <set>

#include "explorer/check/stuck_cycle.h"
#include "explorer/search/search.h"
#include "spec/base/fingerprint.h"
#include "spec/policies/policy.h"

namespace picket {

// What a watch is there for: more of it takes more time.
enum class Watches : std::uint8_t {
  ends,       // where schedules get stuck
  ways,       // that, and the ways through contexts
  histories,  // that, and what signallers did while somebody waited
};

class PolicyWatch : public Visitor {
 public:
  // `beside` may be null. It outlives this.
  PolicyWatch(const Program& program, Visitor* beside, Watches what);

  bool on_schedule(const Trace& trace, const State& state, int worker) override;
  bool on_crash(const Event& event, const Path& path, int worker) override;
  bool on_end(const State& state, const Path& path, int worker) override;
  bool on_livelock(const std::vector<ContextId>& movers, const Schedule& lasso,
                   std::size_t loop) override;
  void on_graph(const Graph& graph) override;
  void on_step(StepId step) override;

  // After the search. Nothing but ends: there is nothing else to be seen.
  const Observed& seen() const { return *seen_; }
  Observed& seen() { return *seen_; }
  const StuckCycles& stuck() const { return stuck_; }

 private:
  void look_at_end(const State& state, const Path& path);
  void look_at_crash(const Event& event, const Path& path);

  const Program& program_;
  Visitor* const beside_;
  const Watches what_;
  std::mutex mutex_;
  std::unique_ptr<Observed> seen_;
  StuckCycles stuck_;
  std::set<Fingerprint> ends_;
  std::vector<std::vector<PendingAttempt>> pending_;  // by end
};

}  // namespace picket
