#include "explorer/check/knock_out.h"

#include <algorithm>

#include "explorer/check/judge.h"
#include "explorer/search/states.h"
#include "spec/semantics/deferred.h"
#include "spec/semantics/fence.h"
#include "spec/semantics/provide.h"

namespace picket {
namespace {

class LossVisitor : public Visitor {
 public:
  LossVisitor(const Program& program, Losses& out)
      : program_(program), out_(out) {}

  bool on_schedule(const Trace&, const State&, int) override { return true; }
  bool on_crash(const Event& event, const Path&, int) override {
    out_.crashes.insert(key_of(finding_of_crash(event)));
    return true;
  }
  // Ends come in the order of their distance.
  bool on_end(const State& state, const Path& path, int) override {
    if (stopped(state)) return true;
    for (const ObjectId f : lost(state))
      if (!out_.fences.count(f)) out_.fences[f] = {path(), 0, false};
    return true;
  }
  bool on_livelock(const std::vector<ContextId>&, const Schedule& lasso,
                   std::size_t loop) override {
    const Execution run = execute(program_, lasso, false);
    if (run.trace.crashed) return true;
    for (const ObjectId f : lost(run.final_state))
      if (!out_.fences.count(f)) out_.fences[f] = {lasso, loop, true};
    return true;
  }
  void on_step(StepId) override {}

 private:
  bool stopped(const State& state) const {
    for (std::size_t c = 0; c < program_.scenario.contexts.size(); ++c) {
      const Status s = status(program_, state.data(), ContextId(c));
      if (s == Status::crashed || s == Status::limited) return true;
    }
    return false;
  }

  std::vector<ObjectId> lost(const State& state) const {
    std::vector<ObjectId> out;
    State scratch = state;
    Effect effect;
    const Run run{program_, scratch.data(), ContextId(0), 0, effect};
    for (std::size_t i = 0; i < program_.scenario.objects.size(); ++i)
      if (type_fits(program_.scenario.objects[i].type, "fence") &&
          fence_published(run, ObjectId(i)) &&
          !fence_signaled(run, ObjectId(i)) &&
          !only_unasked(state, ObjectId(i)))
        out.push_back(ObjectId(i));
    return out;
  }

  // A container that nobody has asked since all inside of it has signalled. One
  // whose irq_work is kept off was asked.
  bool only_unasked(const State& state, ObjectId fence) const {
    const Scenario& s = program_.scenario;
    if (!is_container(s.object(fence).type) ||
        deferred_pending(program_, state.data(), fence))
      return false;
    const auto missing = missing_inside(program_, state.data(), fence);
    return std::all_of(missing.begin(), missing.end(), [&](ObjectId f) {
      return is_container(s.object(f).type);
    });
  }

  const Program& program_;
  Losses& out_;
};

}  // namespace

Losses find_losses(const Scenario& scenario, const SearchOptions& options) {
  const Program program(scenario);
  Losses out;
  LossVisitor visitor(program, out);
  const SearchSummary summary = search_states(program, options, visitor);
  out.limit = summary.limit;
  out.interrupted = summary.interrupted;
  out.states = summary.states;
  return out;
}

}  // namespace picket
