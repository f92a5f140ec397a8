#include "explorer/check/policy_watch.h"

#include "explorer/check/graph_ways.h"

namespace picket {
namespace {

Schedule part(const Trace& trace, std::size_t length) {
  Schedule schedule;
  for (std::size_t i = 0; i < length; ++i)
    schedule.push_back({trace.events[i].context, trace.events[i].alternative});
  return schedule;
}

}  // namespace

PolicyWatch::PolicyWatch(const Program& program, Visitor* beside, Watches what)
    : program_(program), beside_(beside), what_(what) {
  if (what != Watches::ends)
    seen_ = std::make_unique<Observed>(program.scenario);
}

bool PolicyWatch::on_schedule(const Trace& trace, const State& state,
                              int worker) {
  {
    const std::lock_guard lock(mutex_);
    if (what_ != Watches::ends) seen_->ways.add(trace);
    if (what_ == Watches::histories) seen_->history.add(trace);
    if (trace.crashed)
      for (std::size_t i = 0; i < trace.events.size(); ++i)
        look_at_crash(trace.events[i], [&] { return part(trace, i + 1); });
    if (!trace.crashed && !trace.limited && !trace.pending.empty())
      look_at_end(state, [&] { return part(trace, trace.events.size()); });
  }
  return !beside_ || beside_->on_schedule(trace, state, worker);
}

bool PolicyWatch::on_crash(const Event& event, const Path& path, int worker) {
  {
    const std::lock_guard lock(mutex_);
    look_at_crash(event, path);
  }
  return !beside_ || beside_->on_crash(event, path, worker);
}

bool PolicyWatch::on_end(const State& state, const Path& path, int worker) {
  {
    const std::lock_guard lock(mutex_);
    look_at_end(state, path);
    if (what_ != Watches::ends) {
      State scratch = state;
      Trace trace;
      add_pending(program_, scratch, trace);
      pending_.push_back(std::move(trace.pending));
    }
  }
  return !beside_ || beside_->on_end(state, path, worker);
}

bool PolicyWatch::on_livelock(const std::vector<ContextId>& movers,
                              const Schedule& lasso, std::size_t loop) {
  return !beside_ || beside_->on_livelock(movers, lasso, loop);
}

void PolicyWatch::on_graph(const Graph& graph) {
  if (what_ != Watches::ends) add_ways(graph, pending_, seen_->ways);
}

void PolicyWatch::on_step(StepId step) {
  if (beside_) beside_->on_step(step);
}

// Many schedules end in one state.
void PolicyWatch::look_at_end(const State& state, const Path& path) {
  if (!ends_.insert(fingerprint(state.data(), state.size() * sizeof(Word)))
           .second)
    return;
  stuck_.add(analyse_end(program_, state), path());
}

void PolicyWatch::look_at_crash(const Event& event, const Path& path) {
  if (event.crashes && event.misuse == Misuse::recursive_lock)
    stuck_.add_recursion(event.context, event.step, event.culprit, path());
  if (event.crashes && event.misuse == Misuse::sleep_in_atomic)
    stuck_.add_sleep(event.step, path());
}

}  // namespace picket
