#include "explorer/cli/progress.h"

#include <cstdio>

namespace picket {

void ProgressLine::watch(CheckOptions& options) {
  if (line_.visible())
    options.progress = [this](const Progress& p) { show(p); };
}

void ProgressLine::begin(const std::string& name) {
  const std::lock_guard lock(mutex_);
  ++begun_;
  name_ = name;
  start_ = Clock::now();
}

void ProgressLine::aside(const std::function<void()>& write) {
  const std::lock_guard lock(mutex_);
  line_.clear();
  write();
}

void ProgressLine::show(const Progress& p) {
  const std::lock_guard lock(mutex_);
  const double seconds =
      std::chrono::duration<double>(Clock::now() - start_).count();
  const auto done = p.states > 0 ? p.states : p.schedules;
  std::string text = "[" + std::to_string(begun_) + "/" +
                     std::to_string(checks_) + "] " + name_ + "  " +
                     std::to_string(done) +
                     (p.states > 0 ? " states" : " schedules");
  if (p.frontier > 0) text += ", " + std::to_string(p.frontier) + " to go on";
  char rate[64];
  std::snprintf(rate, sizeof rate, ", %.0f/s, %.0f s",
                seconds > 0 ? static_cast<double>(done) / seconds : 0.0,
                seconds);
  line_.show(text + rate);
}

}  // namespace picket
