#include "explorer/check/policy_watch.h"

namespace picket {
namespace {

Schedule part(const Trace& trace, std::size_t length) {
  Schedule schedule;
  for (std::size_t i = 0; i < length; ++i)
    schedule.push_back({trace.events[i].context, trace.events[i].alternative});
  return schedule;
}

}  // namespace

bool PolicyWatch::on_schedule(const Trace& trace, const State& state,
                              int worker) {
  {
    const std::lock_guard lock(mutex_);
    seen_.add(trace);
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
  }
  return !beside_ || beside_->on_end(state, path, worker);
}

bool PolicyWatch::on_livelock(const std::vector<ContextId>& movers,
                              const Schedule& lasso, std::size_t loop) {
  return !beside_ || beside_->on_livelock(movers, lasso, loop);
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
