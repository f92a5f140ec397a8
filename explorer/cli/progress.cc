#include "explorer/cli/progress.h"

#include <cstdio>

namespace picket {

void ProgressLine::begin(const std::string& name, CheckOptions& options) {
  ++number_;
  name_ = name;
  if (!line_.visible()) return;
  options.progress = [this](const Progress& p) { show(p); };
}

void ProgressLine::show(const Progress& p) {
  std::string text = "[" + std::to_string(number_) + "/" +
                     std::to_string(checks_) + "] " + name_ + "  ";
  const auto done = p.states > 0 ? p.states : p.schedules;
  const char* noun = p.states > 0 ? " states" : " schedules";
  text += std::to_string(done) + noun;
  if (p.frontier > 0) text += ", " + std::to_string(p.frontier) + " to go on";
  char rate[64];
  std::snprintf(rate, sizeof rate, ", %.0f/s, %.0f s",
                p.seconds > 0 ? static_cast<double>(done) / p.seconds : 0.0,
                p.seconds);
  line_.show(text + rate);
}

}  // namespace picket
