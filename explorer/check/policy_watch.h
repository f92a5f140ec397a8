// A visitor that notes what annotation policies need, beside another visitor:
// the ways through the contexts, and the cycles along which schedules get
// stuck.
#pragma once

#include <mutex>
#include <set>

#include "explorer/check/stuck_cycle.h"
#include "explorer/search/search.h"
#include "spec/base/fingerprint.h"
#include "spec/policies/policy.h"

namespace picket {

class PolicyWatch : public Visitor {
 public:
  // `beside` may be null. It outlives this.
  PolicyWatch(const Program& program, Visitor* beside)
      : program_(program), beside_(beside), seen_(program.scenario) {}

  bool on_schedule(const Trace& trace, const State& state, int worker) override;
  bool on_crash(const Event& event, const Path& path, int worker) override;
  bool on_end(const State& state, const Path& path, int worker) override;
  bool on_livelock(const std::vector<ContextId>& movers, const Schedule& lasso,
                   std::size_t loop) override;
  void on_step(StepId step) override;

  // Adds what another search of the same program has shown.
  void take(const PolicyWatch& other) {
    seen_.add(other.seen_);
    stuck_.add(other.stuck_);
  }

  // After the search.
  const Observed& seen() const { return seen_; }
  const StuckCycles& stuck() const { return stuck_; }

 private:
  void look_at_end(const State& state, const Path& path);
  void look_at_crash(const Event& event, const Path& path);

  const Program& program_;
  Visitor* const beside_;
  std::mutex mutex_;
  Observed seen_;
  StuckCycles stuck_;
  std::set<Fingerprint> ends_;
};

}  // namespace picket
